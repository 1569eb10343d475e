using System.Text;
using CarbonPlatform.Quantities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CarbonPlatform.ServiceDefaults.Database;

/// <summary>
/// What holds for the model of every service: names that nobody has to quote,
/// as PostgreSQL itself would give them (<c>recorded_at</c>, <c>entry_pkey</c>, <c>entry_plant_month_idx</c>),
/// unless the model says another; months kept as their index, plants as their code;
/// no index for a foreign key alone (where something is looked for by it, the model has the index).
/// </summary>
public static class ModelConventions
{
    /// <summary>To be called from <c>ConfigureConventions</c>.</summary>
    public static void AddPlatformConventions(this ModelConfigurationBuilder configuration)
    {
        configuration.Conventions.Remove<ForeignKeyIndexConvention>();
        configuration.Conventions.Add(_ => new PostgresNames());
        configuration.Properties<Month>().HaveConversion<MonthIndex>();
        configuration.Properties<PlantCode>().HaveConversion<PlantText>();
    }

    /// <summary><c>RecordedAt</c> → <c>recorded_at</c>.</summary>
    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }

    private sealed class MonthIndex()
        : ValueConverter<Month, int>(month => month.Index, index => Month.FromIndex(index));

    private sealed class PlantText()
        : ValueConverter<PlantCode, string>(plant => plant.Value, text => PlantCode.Trusted(text));

    /// <summary>Names all that the model has not named itself.</summary>
    private sealed class PostgresNames : IModelFinalizingConvention
    {
        public void ProcessModelFinalizing(
            IConventionModelBuilder modelBuilder,
            IConventionContext<IConventionModelBuilder> context
        )
        {
            foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
            {
                var table = entity.GetTableName()!;
                foreach (var property in entity.GetProperties())
                    property.Builder.HasColumnName(SnakeCase(property.Name));
                foreach (var key in entity.GetKeys())
                    key.Builder.HasName(
                        key.IsPrimaryKey() ? $"{table}_pkey" : $"{table}_{Columns(key.Properties)}_key"
                    );
                foreach (var foreign in entity.GetForeignKeys())
                    foreign.Builder.HasConstraintName($"{table}_{Columns(foreign.Properties)}_fkey");
                foreach (var index in entity.GetIndexes())
                    index.Builder.HasDatabaseName(
                        $"{table}_{Columns(index.Properties)}_{(index.IsUnique ? "key" : "idx")}"
                    );
            }
        }

        private static string Columns(IEnumerable<IConventionProperty> properties) =>
            string.Join('_', properties.Select(property => property.GetColumnName()));
    }
}
