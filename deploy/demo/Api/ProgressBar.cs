using System.Globalization;

namespace CarbonPlatform.DemoGroup.Api;

/// <summary>
/// A bar on standard error: redrawn in place on a terminal, one line for each tenth elsewhere. Safe to call from many tasks.
/// </summary>
internal sealed class ProgressBar(string what, int total, TimeProvider time)
{
    private const int Width = 30;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly long started = time.GetTimestamp();
    private readonly bool inPlace = !Console.IsErrorRedirected;
    private int done;
    private int shownTenth = -1;
    private int shownCount = -1;
    private TimeSpan shownAt = TimeSpan.MinValue;

    public void Add(int count, string note = "") => Show(Interlocked.Add(ref done, count), note);

    public void Set(int count, string note = "")
    {
        Volatile.Write(ref done, count);
        Show(count, note);
    }

    public void Close(string note = "")
    {
        using (gate.EnterScope())
        {
            if (inPlace || shownCount != Volatile.Read(ref done))
                Draw(done, note, last: true);
        }
    }

    private void Show(int count, string note)
    {
        using (gate.EnterScope())
        {
            var elapsed = time.GetElapsedTime(started);
            var tenth = total == 0 ? 10 : (int)(10L * count / total);
            if (inPlace ? shownAt != TimeSpan.MinValue && elapsed - shownAt < Redraw : tenth <= shownTenth)
                return;
            (shownAt, shownTenth) = (elapsed, tenth);
            Draw(count, note, last: false);
        }
    }

    private void Draw(int count, string note, bool last)
    {
        shownCount = count;
        var seconds = (decimal)Math.Max(time.GetElapsedTime(started).TotalSeconds, 0.001);
        var filled = total == 0 ? Width : (int)((long)Width * Math.Min(count, total) / total);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{what, -8} [{new string('#', filled)}{new string('.', Width - filled)}] {count, 5}/{total} {count / seconds, 6:0}/s {note}"
        );
        if (inPlace)
            Console.Error.Write("\r" + line.PadRight(100) + (last ? "\n" : ""));
        else
            Console.Error.WriteLine(line);
    }
}
