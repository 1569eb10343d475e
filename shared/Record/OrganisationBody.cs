namespace CarbonPlatform.Record;

/// <summary>
/// The entry is a record of the organisation. Fields: two empty lists (the format began with one body for all kinds,
/// and such an entry posts nothing), then the record's kind, code, version and its bytes as they came.
/// </summary>
/// <param name="RecordKind">unit or plant.</param>
/// <param name="RecordCode">Code of the unit or plant.</param>
/// <param name="RecordVersion">Version of the record.</param>
/// <param name="Record">The whole record, JSON in UTF-8: these very bytes are kept.</param>
public sealed record OrganisationBody(
    string RecordKind,
    string RecordCode,
    int RecordVersion,
    ReadOnlyMemory<byte> Record
) : EntryBody
{
    /// <summary>The code of the kind.</summary>
    public const string Code = "organisation";

    /// <inheritdoc/>
    public override string Kind => Code;

    /// <inheritdoc/>
    public override void WriteTo(FieldWriter fields)
    {
        fields.List(0);
        fields.List(0);
        fields.Text(RecordKind);
        fields.Text(RecordCode);
        fields.Integer(RecordVersion);
        fields.Bytes(Record.Span);
    }
}
