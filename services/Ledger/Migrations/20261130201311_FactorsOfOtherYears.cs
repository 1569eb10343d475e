using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ledger.Migrations
{
    /// <summary>
    /// What rests on factors of other years is summed apart: provisional-factor is 1 among the statuses,
    /// carried-forward 4. Lines said so of themselves before, so what stands is summed from them.
    /// </summary>
    public partial class FactorsOfOtherYears : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var column in new[] { "carried_amount", "provisional_amount" })
                migrationBuilder.AddColumn<decimal>(
                    name: column,
                    table: "rollup",
                    type: "numeric",
                    nullable: false,
                    defaultValue: 0m
                );
            migrationBuilder.Sql(
                """
                UPDATE rollup r SET provisional_amount = w.provisional, carried_amount = w.carried
                FROM (
                    SELECT m.month, coalesce(home.unit, '') AS unit, l.category, l.basis, l.measure,
                        CASE WHEN l.counterparty IS NOT NULL THEN coalesce(supplier.unit, '') END AS counterparty_unit,
                        coalesce(sum(c.amount) FILTER (WHERE p.statuses & 1 <> 0), 0) AS provisional,
                        coalesce(sum(c.amount) FILTER (WHERE p.statuses & 4 <> 0), 0) AS carried
                    FROM plant_month m
                        CROSS JOIN LATERAL unnest(m.line_ids, m.amounts, m.provenance_ids)
                            AS c (line_id, amount, provenance_id)
                        JOIN line l ON l.id = c.line_id
                        JOIN provenance p ON p.id = c.provenance_id AND p.statuses & 5 <> 0
                        LEFT JOIN membership home ON home.plant = m.plant
                            AND m.month >= home.from_month AND (home.to_month IS NULL OR m.month <= home.to_month)
                        LEFT JOIN membership supplier ON supplier.plant = l.counterparty
                            AND m.month >= supplier.from_month
                            AND (supplier.to_month IS NULL OR m.month <= supplier.to_month)
                    GROUP BY 1, 2, 3, 4, 5, 6) w
                WHERE (r.month, r.unit, r.category, r.measure) = (w.month, w.unit, w.category, w.measure)
                    AND r.basis IS NOT DISTINCT FROM w.basis
                    AND r.counterparty_unit IS NOT DISTINCT FROM w.counterparty_unit
                """
            );
            migrationBuilder.Sql("GRANT UPDATE (carried_amount, provisional_amount) ON rollup TO ledger_service;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "carried_amount", table: "rollup");
            migrationBuilder.DropColumn(name: "provisional_amount", table: "rollup");
        }
    }
}
