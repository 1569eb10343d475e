using System.Globalization;
using CarbonPlatform.DemoGroup;
using CarbonPlatform.DemoGroup.Verbs;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

try
{
    var options = new Options(args.AsSpan(Math.Min(1, args.Length)));
    return args.FirstOrDefault() switch
    {
        "generate" => Generate.Run(options),
        "check" => Check.Run(options),
        "load" => await Load.RunAsync(options, stop.Token),
        "totals" => await Totals.RunAsync(options, stop.Token),
        _ => Usage(),
    };
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped. Run it again to go on from here.");
    return 130;
}
catch (HttpRequestException away)
{
    Console.Error.WriteLine($"The platform does not answer: {away.Message}. Run it again to go on from here.");
    return 1;
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return Usage();
}

static int Usage()
{
    Console.Error.WriteLine(
        """
        The demonstration group.
          generate [--seed N] [--folder DIR]   write units.csv, plants.csv, sources.csv and readings/*.csv
          check [--folder DIR]                 judge those files: the seed, the vocabulary, plausible figures
          load [--folder DIR]                  bring them into the platform at CARBON_URL, with CARBON_KEY
          totals [YEAR]                        print the platform's headline figures of a year
        """
    );
    return 2;
}
