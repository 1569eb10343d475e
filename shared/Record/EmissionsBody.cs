namespace CarbonPlatform.Record;

/// <summary>
/// The entry changes what stands for a plant-month. Fields: list of postings (<see cref="PostingFields"/>), list of
/// gaps that closed or opened (<see cref="GapFields"/>).
/// </summary>
/// <param name="Postings">In order of their ordinals.</param>
/// <param name="Gaps">Those that closed, then those that opened; the place in the list is the ordinal.</param>
public sealed record EmissionsBody(IReadOnlyList<PostingFields> Postings, IReadOnlyList<GapFields> Gaps) : EntryBody
{
    /// <summary>The code of the kind.</summary>
    public const string Code = "emissions";

    /// <inheritdoc/>
    public override string Kind => Code;

    /// <inheritdoc/>
    public override void WriteTo(FieldWriter fields)
    {
        fields.List(Postings.Count);
        for (var i = 0; i < Postings.Count; i++)
            Postings[i].WriteTo(fields);
        fields.List(Gaps.Count);
        for (var i = 0; i < Gaps.Count; i++)
            Gaps[i].WriteTo(fields, ordinal: i);
    }
}

/// <summary>
/// A signed amount. Fields: ordinal; those of the line; amount, activity quantity; those of the provenance; sequence
/// and ordinal of the posting that it reverses, both nothing where it reverses none.
/// </summary>
/// <param name="Ordinal">Counts the postings of the entry from 0.</param>
/// <param name="Line">
/// The line, as <see cref="LineFields.Encode"/> gives it: the same few lines stand in every entry of a plant.
/// </param>
/// <param name="Amount">In the measure's unit.</param>
/// <param name="Quantity">Quantity of the activity, in the activity's canonical unit.</param>
/// <param name="Provenance">How the figure was arrived at, as <see cref="ProvenanceFields.Encode"/> gives it.</param>
/// <param name="ReversesSequence">Entry of the posting that it reverses.</param>
/// <param name="ReversesOrdinal">Ordinal of the posting that it reverses.</param>
public readonly record struct PostingFields(
    int Ordinal,
    ReadOnlyMemory<byte> Line,
    decimal Amount,
    decimal Quantity,
    ReadOnlyMemory<byte> Provenance,
    long? ReversesSequence,
    int? ReversesOrdinal
)
{
    internal void WriteTo(FieldWriter fields)
    {
        fields.Integer(Ordinal);
        fields.Fields(Line.Span);
        fields.Decimal(Amount);
        fields.Decimal(Quantity);
        fields.Fields(Provenance.Span);
        fields.Integer(ReversesSequence);
        fields.Integer(ReversesOrdinal);
    }
}

/// <summary>
/// What a posting is of. Fields: source, process, activity, category, basis, measure, counterparty; all of them
/// codes.
/// </summary>
/// <param name="Source">Source of the plant.</param>
/// <param name="Process">Process it belonged to.</param>
/// <param name="Activity">Activity.</param>
/// <param name="Category">Category.</param>
/// <param name="Basis">Basis; null where the category has none.</param>
/// <param name="Measure">Measure.</param>
/// <param name="Counterparty">Plant of the group on the other side; null where there is none.</param>
public readonly record struct LineFields(
    string Source,
    string Process,
    string Activity,
    string Category,
    string? Basis,
    string Measure,
    string? Counterparty
)
{
    /// <summary>The fields one after the other.</summary>
    public void WriteTo(FieldWriter fields)
    {
        fields.Text(Source);
        fields.Text(Process);
        fields.Text(Activity);
        fields.Text(Category);
        fields.Text(Basis);
        fields.Text(Measure);
        fields.Text(Counterparty);
    }

    /// <summary>The bytes of the fields.</summary>
    public byte[] Encode()
    {
        var fields = new FieldWriter();
        WriteTo(fields);
        return fields.Written.ToArray();
    }
}

/// <summary>
/// How a figure was arrived at. Fields: quality, method, factor set, statuses as one integer, uncertainty of the
/// activity, uncertainty of the factor.
/// </summary>
/// <param name="Quality">Code of the worst quality among the readings.</param>
/// <param name="Method">Method and its version.</param>
/// <param name="FactorSet">Factor set and its version; null where no factor was used.</param>
/// <param name="Statuses">The statuses' bits.</param>
/// <param name="ActivityUncertaintyPercent">Half-width at 95 %; null when the line does not say.</param>
/// <param name="FactorUncertaintyPercent">Half-width at 95 %; null where no factor was used.</param>
public readonly record struct ProvenanceFields(
    string Quality,
    string Method,
    string? FactorSet,
    int Statuses,
    decimal? ActivityUncertaintyPercent,
    decimal? FactorUncertaintyPercent
)
{
    /// <summary>The fields one after the other.</summary>
    public void WriteTo(FieldWriter fields)
    {
        fields.Text(Quality);
        fields.Text(Method);
        fields.Text(FactorSet);
        fields.Integer(Statuses);
        fields.Decimal(ActivityUncertaintyPercent);
        fields.Decimal(FactorUncertaintyPercent);
    }

    /// <summary>The bytes of the fields.</summary>
    public byte[] Encode()
    {
        var fields = new FieldWriter();
        WriteTo(fields);
        return fields.Written.ToArray();
    }
}

/// <summary>
/// A gap that closed or opened. Fields: ordinal, opened (0 or 1), source, activity, category, basis, measure, kind,
/// detail.
/// </summary>
/// <param name="Opened">Whether it opened; else it closed.</param>
/// <param name="Source">Source of the plant.</param>
/// <param name="Activity">Activity; null when it concerns the source as a whole.</param>
/// <param name="Category">Category that has no figure.</param>
/// <param name="Basis">Basis that has no figure; null where the category has none.</param>
/// <param name="Measure">Measure that has no figure.</param>
/// <param name="Kind">Code of the kind of gap.</param>
/// <param name="Detail">What is missing, for people.</param>
public readonly record struct GapFields(
    bool Opened,
    string Source,
    string? Activity,
    string Category,
    string? Basis,
    string Measure,
    string Kind,
    string Detail
)
{
    internal void WriteTo(FieldWriter fields, int ordinal)
    {
        fields.Integer(ordinal);
        fields.Integer(Opened ? 1 : 0);
        fields.Text(Source);
        fields.Text(Activity);
        fields.Text(Category);
        fields.Text(Basis);
        fields.Text(Measure);
        fields.Text(Kind);
        fields.Text(Detail);
    }
}
