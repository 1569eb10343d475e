using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>A reading of the input that is right.</summary>
internal sealed record GivenReading(RowPlace Place, ReadingRecord Reading)
{
    public ReadingKey Key { get; } = ReadingKey.Of(Reading);
}

/// <summary>A key of the input whose reading is to be taken out.</summary>
internal sealed record GivenWithdrawal(RowPlace Place, ReadingKey Key);
