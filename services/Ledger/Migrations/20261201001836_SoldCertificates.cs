using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ledger.Migrations
{
    /// <summary>
    /// Of how many lines certificates were sold, and how many count nothing but what is said to be kept: certificate-sold
    /// is 256 among the statuses. Lines said so of themselves before, so what stands is counted from them; none said that
    /// it was kept, and a line of which all was sold, which takes no factor, counts nothing.
    /// </summary>
    public partial class SoldCertificates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var column in new[] { "kept_lines", "sold_lines" })
                migrationBuilder.AddColumn<int>(
                    name: column,
                    table: "rollup",
                    type: "integer",
                    nullable: false,
                    defaultValue: 0
                );
            migrationBuilder.Sql(
                """
                UPDATE rollup r SET sold_lines = w.sold, kept_lines = w.kept
                FROM (
                    SELECT m.month, coalesce(home.unit, '') AS unit, l.category, l.basis, l.measure,
                        CASE WHEN l.counterparty IS NOT NULL THEN coalesce(supplier.unit, '') END AS counterparty_unit,
                        count(*) AS sold, count(*) FILTER (WHERE p.factor_set IS NULL) AS kept
                    FROM plant_month m
                        CROSS JOIN LATERAL unnest(m.line_ids, m.provenance_ids) AS c (line_id, provenance_id)
                        JOIN line l ON l.id = c.line_id
                        JOIN provenance p ON p.id = c.provenance_id AND p.statuses & 256 <> 0
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
            migrationBuilder.Sql("GRANT UPDATE (kept_lines, sold_lines) ON rollup TO ledger_service;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "kept_lines", table: "rollup");
            migrationBuilder.DropColumn(name: "sold_lines", table: "rollup");
        }
    }
}
