using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// A sheet with what was calculated from it; becomes the event, and the hash by which a later rendering is checked.
/// </summary>
internal sealed class CalculatedMonth(ReadingsAcceptedEvent accepted, Sheet sheet, Lines lines, Catalogue catalogue)
{
    public Sheet Sheet => sheet;

    public Lines Lines => lines;

    /// <summary>Calculates an accepted sheet by the catalogue.</summary>
    /// <param name="accepted">The sheet.</param>
    /// <param name="catalogue">The factors.</param>
    /// <param name="working">Asks for the working of every line.</param>
    /// <param name="profile">In the place of every source's own, to compare; null in the ordinary course.</param>
    /// <exception cref="UnreadableSheetException">The sheet says something that calculation does not know.</exception>
    /// <exception cref="OverflowException">An amount is too large for any plant of this world.</exception>
    public static CalculatedMonth Of(
        ReadingsAcceptedEvent accepted,
        Catalogue catalogue,
        Working? working = null,
        string? profile = null
    )
    {
        var sheet = SheetReader.Read(accepted, catalogue, profile);
        return new CalculatedMonth(
            accepted,
            sheet,
            EmissionLines.Calculate(sheet, catalogue.For(accepted.Month, accepted.Plant), working),
            catalogue
        );
    }

    /// <summary>The event; the same lines make the same bytes.</summary>
    public EmissionsCalculatedEvent ToEvent(string reason, DateTimeOffset calculatedAt)
    {
        var all = lines.All;
        var columns = new Columns(all.Length);
        var codes = new CodeList();
        var sources = new List<SourceProcess>();
        var provenances = new List<Provenance>();
        var known = new Dictionary<(Quality, decimal, Grounds), int>();
        var lastSource = -1;
        for (var i = 0; i < all.Length; i++)
        {
            ref readonly var line = ref all[i];
            if (line.Source != lastSource)
            {
                lastSource = line.Source;
                sources.Add(new SourceProcess(sheet.Sources[line.Source].Code, sheet.Sources[line.Source].Process));
            }
            columns.Source[i] = sources.Count - 1;
            columns.Activity[i] = codes.IndexOf(line.Activity.Code);
            columns.Category[i] = codes.IndexOf(line.Kind.Category);
            columns.Basis[i] = codes.IndexOf(line.Kind.Basis);
            columns.Measure[i] = codes.IndexOf(line.Kind.Measure.Code);
            columns.Counterparty[i] = codes.IndexOf(line.Counterparty);
            columns.Amount[i] = line.Amount;
            columns.ActivityQuantity[i] = line.ActivityQuantity;
            var activityUncertainty = ActivityUncertaintyOf(line);
            if (!known.TryGetValue((line.Quality, activityUncertainty, line.Grounds), out var provenance))
            {
                provenance = provenances.Count;
                known.Add((line.Quality, activityUncertainty, line.Grounds), provenance);
                provenances.Add(ProvenanceOf(line, activityUncertainty));
            }
            columns.Provenance[i] = provenance;
        }
        return new EmissionsCalculatedEvent
        {
            Plant = accepted.Plant,
            Month = accepted.Month,
            Revision = accepted.Revision,
            CatalogueVersion = catalogue.Version,
            MethodsVersion = EmissionLines.MethodsVersion,
            SubmissionId = accepted.SubmissionId,
            Reason = reason,
            CalculatedAt = calculatedAt,
            ReadingCount = accepted.Readings.Count,
            Sources = sources,
            Codes = codes.All,
            Provenances = provenances,
            Lines = columns.ToContract(),
            Gaps = [.. lines.Gaps.Select(Record)],
        };
    }

    /// <summary>The gaps of a boundary of reporting as others read them; null for all.</summary>
    public IEnumerable<GapRecord> GapsIn(Boundaries boundaries, string? boundary) =>
        lines
            .Gaps.Where(gap =>
                boundary is null
                || boundaries.Holds(
                    boundary,
                    sheet.Sources[gap.Source].KindCode,
                    gap.Kind.Category,
                    gap.Kind.Measure.Code
                )
            )
            .Select(Record);

    /// <summary>A gap as others read it.</summary>
    public GapRecord Record(Gap gap) =>
        new()
        {
            Source = sheet.Sources[gap.Source].Code,
            Activity = gap.Activity?.Code,
            Category = gap.Kind.Category,
            Basis = gap.Kind.Basis,
            Measure = gap.Kind.Measure.Code,
            Kind = gap.GapKind,
            Detail = gap.Detail,
        };

    /// <summary>SHA-256 over every member of every line and gap, in order, each text with its length.</summary>
    public byte[] Hash()
    {
        using var members = new MemberWriter(lines.All.Length * 400 + 64);
        members.Write(lines.All.Length);
        foreach (ref readonly var line in lines.All)
        {
            members.Write(sheet.Sources[line.Source].Code);
            members.Write(line.Activity.Code);
            members.Write(line.Kind);
            members.Write(line.Counterparty);
            members.Write(line.Amount);
            members.Write(line.ActivityQuantity);
            members.Write(NumberOf(line.Quality));
            members.Write(ActivityUncertaintyOf(line));
            members.Write(line.Grounds.Method);
            members.Write(line.Grounds.FactorSet);
            members.Write((int)line.Grounds.Statuses);
            members.Write(line.Grounds.FactorUncertaintyPercent ?? -1);
        }
        members.Write(lines.Gaps.Count);
        foreach (var gap in lines.Gaps)
        {
            members.Write(sheet.Sources[gap.Source].Code);
            members.Write(gap.Activity?.Code);
            members.Write(gap.Kind);
            members.Write(gap.GapKind);
            members.Write(gap.Detail);
        }
        return SHA256.HashData(members.Written);
    }

    /// <summary>
    /// The number of a quality in hashes. Those that are kept were made when the own meter went before the bill; a line
    /// that says the same has the same hash as before.
    /// </summary>
    private static int NumberOf(Quality quality) =>
        quality switch
        {
            Quality.Measured => 0,
            Quality.OwnMeter => 1,
            Quality.Settled => 2,
            Quality.Estimated => 3,
            Quality.Default => 4,
            _ => throw new ArgumentOutOfRangeException(nameof(quality), quality, "No such quality."),
        };

    private decimal ActivityUncertaintyOf(in EmissionLine line) =>
        catalogue.Uncertainties.Of(line.Quality, line.Activity.Code, sheet.Sources[line.Source].KindCode);

    private static Provenance ProvenanceOf(in EmissionLine line, decimal activityUncertainty) =>
        new()
        {
            Quality = line.Quality,
            Method = line.Grounds.Method,
            FactorSet = line.Grounds.FactorSet,
            Statuses = line.Grounds.Statuses,
            ActivityUncertaintyPercent = activityUncertainty,
            FactorUncertaintyPercent = line.Grounds.FactorUncertaintyPercent,
        };

    /// <summary>Members one after the other: texts in UTF-16 behind their length, −1 for none.</summary>
    private sealed class MemberWriter(int capacity) : IDisposable
    {
        private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
        private int _length;

        public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

        public void Write(int value) => BinaryPrimitives.WriteInt32LittleEndian(Room(sizeof(int)), value);

        public void Write(decimal value)
        {
            Span<int> parts = stackalloc int[4];
            decimal.GetBits(value, parts);
            foreach (var part in parts)
                Write(part);
        }

        public void Write(string? text)
        {
            Write(text?.Length ?? -1);
            var characters = MemoryMarshal.AsBytes(text.AsSpan());
            characters.CopyTo(Room(characters.Length));
        }

        public void Write(LineKind kind)
        {
            Write(kind.Category);
            Write(kind.Basis);
            Write(kind.Measure.Code);
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

        private Span<byte> Room(int length)
        {
            if (_length + length > _bytes.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent((_length + length) * 2);
                Written.CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = larger;
            }
            _length += length;
            return _bytes.AsSpan(_length - length, length);
        }
    }

    /// <summary>Each code once, in the order in which the lines first name it.</summary>
    private sealed class CodeList
    {
        private readonly List<string> _all = [];
        private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

        public IReadOnlyList<string> All => _all;

        public int IndexOf(string? code)
        {
            if (code is null)
                return -1;
            if (!_indexes.TryGetValue(code, out var index))
            {
                _indexes.Add(code, index = _all.Count);
                _all.Add(code);
            }
            return index;
        }
    }

    private sealed class Columns(int count)
    {
        public readonly int[] Source = new int[count];
        public readonly int[] Activity = new int[count];
        public readonly int[] Category = new int[count];
        public readonly int[] Basis = new int[count];
        public readonly int[] Measure = new int[count];
        public readonly int[] Counterparty = new int[count];
        public readonly decimal[] Amount = new decimal[count];
        public readonly decimal[] ActivityQuantity = new decimal[count];
        public readonly int[] Provenance = new int[count];

        public LineColumns ToContract() =>
            new()
            {
                Source = Source,
                Activity = Activity,
                Category = Category,
                Basis = Basis,
                Measure = Measure,
                Counterparty = Counterparty,
                Amount = Amount,
                ActivityQuantity = ActivityQuantity,
                Provenance = Provenance,
            };
    }
}
