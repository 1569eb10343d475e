namespace CarbonPlatform.Ingestion.Readings;

// How the API document shows the body. It is read by SheetJson.

/// <summary>Readings of a month, and what is taken out of it.</summary>
internal sealed record SheetBody
{
    public required IReadOnlyList<ReadingBody> Readings { get; init; }

    /// <summary>Keys of readings to take out of the sheet (POST only).</summary>
    public IReadOnlyList<KeyBody>? Withdrawals { get; init; }

    /// <summary>What tells a reading of a sheet apart.</summary>
    internal record KeyBody
    {
        public required string Source { get; init; }

        /// <summary>An activity of the vocabulary.</summary>
        public required string Activity { get; init; }
        public string? Meter { get; init; }
        public string? Lot { get; init; }
    }

    /// <summary>A reading.</summary>
    internal sealed record ReadingBody : KeyBody
    {
        public required decimal Quantity { get; init; }

        /// <summary>Exactly as written in the list of units: t, kWh, 万kWh, Nm3, m3@20C …</summary>
        public required string Unit { get; init; }

        /// <summary>measured, settled, own-meter, estimated or default.</summary>
        public required string Quality { get; init; }

        /// <summary>What the activity takes beside the quantity: ncv, sulphurPercent, proof, supplierPlant …</summary>
        public IReadOnlyDictionary<string, object>? Attributes { get; init; }

        /// <summary>When the reading does not cover the whole month.</summary>
        public PeriodBody? Period { get; init; }
        public string? Explanation { get; init; }
    }

    /// <summary>Days of the month, both included.</summary>
    internal sealed record PeriodBody(DateOnly From, DateOnly To);
}
