using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>A sheet with what was calculated from it; becomes the event, and the hash by which a later rendering is checked.</summary>
internal sealed class CalculatedMonth(ReadingsAcceptedEvent accepted, Sheet sheet, Lines lines)
{
    public Sheet Sheet => sheet;

    public Lines Lines => lines;

    /// <summary>Calculates an accepted sheet by the catalogue.</summary>
    /// <exception cref="UnreadableSheetException">The sheet says something that calculation does not know.</exception>
    /// <exception cref="OverflowException">An amount is too large for any plant of this world.</exception>
    public static CalculatedMonth Of(ReadingsAcceptedEvent accepted, Catalogue catalogue, Working? working = null)
    {
        var sheet = SheetReader.Read(accepted, catalogue);
        return new CalculatedMonth(accepted, sheet, EmissionLines.Calculate(sheet, catalogue.For(accepted.Month), working));
    }

    /// <summary>The event; the same lines make the same bytes.</summary>
    public EmissionsCalculatedEvent ToEvent(Catalogue catalogue, string reason, DateTimeOffset calculatedAt)
    {
        var all = lines.All;
        var columns = new Columns(all.Length);
        var codes = new CodeList();
        var sources = new List<SourceProcess>();
        var provenances = new List<Provenance>();
        var known = new Dictionary<(Quality, Grounds), int>();
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
            if (!known.TryGetValue((line.Quality, line.Grounds), out var provenance))
            {
                provenance = provenances.Count;
                known.Add((line.Quality, line.Grounds), provenance);
                provenances.Add(ProvenanceOf(line, catalogue.Uncertainties));
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

    /// <summary>A gap as others read it.</summary>
    public GapRecord Record(Gap gap) => new()
    {
        Source = sheet.Sources[gap.Source].Code,
        Activity = gap.Activity?.Code,
        Category = gap.Kind.Category,
        Basis = gap.Kind.Basis,
        Measure = gap.Kind.Measure.Code,
        Kind = gap.GapKind,
        Detail = gap.Detail,
    };

    /// <summary>SHA-256 over every member of every line and gap, in order, texts with their length.</summary>
    public byte[] Hash()
    {
        var bytes = new ArrayBufferWriter<byte>(lines.All.Length * 160 + 16);
        Write(bytes, lines.All.Length);
        foreach (ref readonly var line in lines.All)
        {
            Write(bytes, sheet.Sources[line.Source].Code);
            Write(bytes, line.Activity.Code);
            Write(bytes, line.Kind);
            Write(bytes, line.Counterparty);
            Write(bytes, line.Amount);
            Write(bytes, line.ActivityQuantity);
            Write(bytes, (int)line.Quality);
            Write(bytes, line.Grounds.Method);
            Write(bytes, line.Grounds.FactorSet);
            Write(bytes, (int)line.Grounds.Statuses);
            Write(bytes, line.Grounds.FactorUncertaintyPercent ?? -1);
        }
        Write(bytes, lines.Gaps.Count);
        foreach (var gap in lines.Gaps)
        {
            Write(bytes, sheet.Sources[gap.Source].Code);
            Write(bytes, gap.Activity?.Code);
            Write(bytes, gap.Kind);
            Write(bytes, gap.GapKind);
            Write(bytes, gap.Detail);
        }
        return SHA256.HashData(bytes.WrittenSpan);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, LineKind kind)
    {
        Write(bytes, kind.Category);
        Write(bytes, kind.Basis);
        Write(bytes, kind.Measure.Code);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(4), value);
        bytes.Advance(4);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        foreach (var part in parts) Write(bytes, part);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, string? text)
    {
        Write(bytes, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        if (text is not null) Encoding.UTF8.GetBytes(text, bytes);
    }

    private static Provenance ProvenanceOf(in EmissionLine line, Uncertainties uncertainties) => new()
    {
        Quality = line.Quality,
        Method = line.Grounds.Method,
        FactorSet = line.Grounds.FactorSet,
        Statuses = line.Grounds.Statuses,
        ActivityUncertaintyPercent = uncertainties.Of(line.Quality),
        FactorUncertaintyPercent = line.Grounds.FactorUncertaintyPercent,
    };

    /// <summary>Each code once, in the order in which the lines first name it.</summary>
    private sealed class CodeList
    {
        private readonly List<string> _all = [];
        private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

        public IReadOnlyList<string> All => _all;

        public int IndexOf(string? code)
        {
            if (code is null) return -1;
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

        public LineColumns ToContract() => new()
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
