using System.Globalization;

namespace CarbonPlatform.DemoGroup.Api;

/// <summary>
/// A bar on standard error: redrawn in place on a terminal, one line for each tenth elsewhere.
/// Safe to call from many tasks.
/// </summary>
internal sealed class ProgressBar(string what, int total, TimeProvider time)
{
    private const int Width = 30;
    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly long _started = time.GetTimestamp();
    private readonly bool _inPlace = !Console.IsErrorRedirected;
    private int _done;
    private int _shownTenth = -1;
    private int _shownCount = -1;
    private TimeSpan _shownAt = TimeSpan.MinValue;

    public void Add(int count, string note = "") => Show(Interlocked.Add(ref _done, count), note);

    public void Set(int count, string note = "")
    {
        Volatile.Write(ref _done, count);
        Show(count, note);
    }

    public void Close(string note = "")
    {
        using (_gate.EnterScope())
        {
            if (_inPlace || _shownCount != Volatile.Read(ref _done))
                Draw(_done, note, last: true);
        }
    }

    private void Show(int count, string note)
    {
        using (_gate.EnterScope())
        {
            var elapsed = time.GetElapsedTime(_started);
            var tenth = total == 0 ? 10 : (int)(10L * count / total);
            if (_inPlace ? _shownAt != TimeSpan.MinValue && elapsed - _shownAt < s_redraw : tenth <= _shownTenth)
                return;
            (_shownAt, _shownTenth) = (elapsed, tenth);
            Draw(count, note, last: false);
        }
    }

    private void Draw(int count, string note, bool last)
    {
        _shownCount = count;
        var seconds = (decimal)Math.Max(time.GetElapsedTime(_started).TotalSeconds, 0.001);
        var filled = total == 0 ? Width : (int)((long)Width * Math.Min(count, total) / total);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{what, -8} [{new string('#', filled)}{new string('.', Width - filled)}] {count, 5}/{total} "
                + $"{count / seconds, 6:0}/s {note}"
        );
        if (_inPlace)
            Console.Error.Write("\r" + line.PadRight(100) + (last ? "\n" : ""));
        else
            Console.Error.WriteLine(line);
    }
}
