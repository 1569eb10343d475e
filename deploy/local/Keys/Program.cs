// Makes the keys of an installation and prints them as NAME=value lines. A program of its own, because the machine
// that sets up the platform is sure to have .NET (or the image) but not sure to have openssl or curl.
//
//   Keys              what services sign with, and the first administrator's key
//   Keys callers      of these, what tickets are signed with, and the first administrator's key
//   Keys events       of these, what events are signed with
//   Keys calculation  of these, what Calculation signs tickets with
//   Keys first        the two API keys that people begin with, made at CARBON_URL with the key in ADMIN_KEY
using CarbonPlatform.Keys;

switch (args)
{
    case []:
        InstallationKeys.PrintCallers();
        InstallationKeys.PrintEvents();
        return 0;
    case ["callers"]:
        InstallationKeys.PrintCallers();
        return 0;
    case ["events"]:
        InstallationKeys.PrintEvents();
        return 0;
    case ["calculation"]:
        InstallationKeys.PrintCalculation();
        return 0;
    case ["first"]:
        return await FirstApiKeys.MakeAsync();
    default:
        throw new InvalidOperationException("Keys, or one of callers, events, calculation, first.");
}
