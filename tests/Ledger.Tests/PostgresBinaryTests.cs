using CarbonPlatform.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>Our reading and writing of PostgreSQL's binary form against PostgreSQL itself.</summary>
[Tier(Tier.Service)]
public sealed class PostgresBinaryTests
{
    private static readonly Gen<decimal> s_decimals =
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from mid in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Choose(int.MinValue, int.MaxValue)))
        from high in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(0, int.MaxValue)))
        from negative in Gen.Elements(false, true)
        from scale in Gen.Choose(0, 12)
        from zeros in Gen.Elements(1m, 1m, 10_000m, 100_000_000m)
        let value = new decimal(low, mid, high, negative, (byte)scale)
        select Math.Abs(value) < 100_000_000_000_000m ? value * zeros : value;

    [Fact]
    public async Task Decimals_are_written_as_PostgreSQL_writes_them_and_read_back_the_same()
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        decimal[] edges =
        [
            0m,
            0.000000m,
            -0.0m,
            1m,
            -1m,
            10_000m,
            9_999m,
            99_990_000m,
            0.0001m,
            0.00010000m,
            0.000001m,
            1234567.891234m,
            100_000_000m,
            decimal.MaxValue,
            decimal.MinValue,
            0.0000000000000000000000000001m,
            7922816251426.4337593543950335m,
        ];
        var values = edges.Concat(s_decimals.Sample(100, 2000)).ToArray();

        await using var command = ledger.Source.CreateCommand(
            "SELECT numeric_send(n) FROM unnest($1::numeric[]) WITH ORDINALITY AS given (n, place) ORDER BY place"
        );
        command.Parameters.Add(new NpgsqlParameter<decimal[]> { TypedValue = values });
        await using var reader = await command.ExecuteReaderAsync();
        var bytes = new byte[PostgresBinary.LongestNumeric];
        foreach (var value in values)
        {
            (await reader.ReadAsync()).ShouldBeTrue();
            var theirs = reader.GetFieldValue<byte[]>(0);
            var ours = bytes[..PostgresBinary.WriteNumeric(value, bytes)];
            Convert.ToHexString(ours).ShouldBe(Convert.ToHexString(theirs), $"{value}");
            var read = PostgresBinary.ReadDecimal(theirs);
            read.ShouldBe(value);
            read.Scale.ShouldBe(value.Scale);
            if (Math.Abs(value) < 1_000_000_000_000_000_000m)
                PostgresBinary
                    .ReadMillionths(theirs)
                    .ShouldBe(
                        (Int128)(decimal.Truncate(value) * 1_000_000m)
                            + (Int128)decimal.Truncate((value - decimal.Truncate(value)) * 1_000_000m),
                        $"{value}"
                    );
        }
    }

    [Fact]
    public async Task Arrays_are_read_as_PostgreSQL_sends_them()
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        foreach (var length in new[] { 0, 1, 2, 300 })
        {
            await using var command = ledger.Source.CreateCommand(
                """
                SELECT array_send(array(SELECT i::int FROM generate_series(1, $1) i)),
                    array_send(array(SELECT i::bigint * 10000000000 FROM generate_series(1, $1) i)),
                    array_send(array(SELECT i::numeric / 8 FROM generate_series(1, $1) i))
                """
            );
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = length });
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();

            var integers = PostgresBinary.ReadIntegers(reader.GetFieldValue<byte[]>(0));
            var longs = PostgresBinary.ReadLongs(reader.GetFieldValue<byte[]>(1));
            var decimals = PostgresBinary.ReadDecimals(reader.GetFieldValue<byte[]>(2));
            var millionths = PostgresBinary.ReadMillionthsArray(reader.GetFieldValue<byte[]>(2));
            integers.ShouldBe(Enumerable.Range(1, length));
            longs.ShouldBe(Enumerable.Range(1, length).Select(i => i * 10_000_000_000L));
            decimals.ShouldBe(Enumerable.Range(1, length).Select(i => i / 8m));
            millionths.ShouldBe(Enumerable.Range(1, length).Select(i => (Int128)(i * 125_000)));
        }
    }
}
