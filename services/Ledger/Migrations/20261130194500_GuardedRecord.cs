using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ledger.Migrations
{
    /// <summary>
    /// What is on record is added to by nobody: rows of the record come in the transaction that moves the head over them, and
    /// are then what their entries say.
    /// </summary>
    public partial class GuardedRecord : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => RecordGuards.Add(migrationBuilder);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => RecordGuards.Remove(migrationBuilder);
    }
}
