namespace CarbonPlatform.Record;

/// <summary>What an entry says besides its head; each kind of entry has its own.</summary>
public abstract record EntryBody
{
    /// <summary>Code of the kind, which stands in the head's fields.</summary>
    public abstract string Kind { get; }

    /// <summary>Writes the fields of the body, which follow those of the head.</summary>
    public abstract void WriteTo(FieldWriter fields);
}
