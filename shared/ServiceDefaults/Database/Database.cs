using CarbonPlatform.ServiceDefaults.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>The service's own PostgreSQL database.</summary>
public static class DatabaseRegistration
{
    /// <summary>Connections per process, so that every replica of every service fits into one cluster.</summary>
    public const int MaxPoolSize = 15;

    /// <summary>
    /// Registers one <see cref="NpgsqlDataSource"/> (<c>ConnectionStrings__Service</c>), an
    /// <see cref="IDbContextFactory{TContext}"/> and a scoped <typeparamref name="TContext"/> on it, a readiness check,
    /// and a look at the schema before any other hosted service starts and before the service listens: a database that
    /// <see cref="MigrationJob"/> has not brought to the migrations of this code stops the start.
    /// </summary>
    public static WebApplicationBuilder AddDatabase<TContext>(
        this WebApplicationBuilder builder,
        Action<NpgsqlDataSourceBuilder>? configure = null
    )
        where TContext : DbContext
    {
        builder.Services.AddSingleton(services =>
            CreateDataSource(builder.Configuration, services.GetRequiredService<ServiceName>().Value, configure)
        );
        builder.Services.AddPooledDbContextFactory<TContext>(
            (services, options) => options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>())
        );
        builder.Services.AddScoped(services =>
            services.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext()
        );
        builder.Services.AddHostedService<SchemaVersion<TContext>>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseReachable>("database", tags: [Health.Ready]);
        return builder;
    }

    private static NpgsqlDataSource CreateDataSource(
        IConfiguration configuration,
        string name,
        Action<NpgsqlDataSourceBuilder>? configure
    )
    {
        // The tools of EF Core build the model without a database.
        var connection = EF.IsDesignTime ? "Host=design-time" : Required(configuration, "Service");
        var source = new NpgsqlDataSourceBuilder(connection)
        {
            // Metrics are labelled with it; without a name they would carry the connection string.
            Name = name,
        };
        source.ConnectionStringBuilder.ApplicationName = name;
        source.ConnectionStringBuilder.MaxPoolSize = Math.Min(source.ConnectionStringBuilder.MaxPoolSize, MaxPoolSize);
        // Nothing here changes a session's settings or takes a session's locks,
        // so there is nothing to reset between two uses of a connection.
        source.ConnectionStringBuilder.NoResetOnClose = true;
        configure?.Invoke(source);
        return source.Build();
    }

    internal static string Required(IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name)
        ?? throw new InvalidOperationException($"ConnectionStrings__{name} is not set.");
}
