// Makes the keys of an installation and prints them as NAME=value lines. A program of its own, because the machine
// that sets up the platform is sure to have .NET (or the image) but not sure to have openssl or curl.
//
//   Keys          what services sign with, and the first administrator's key
//   Keys first    the two API keys that people begin with, made at CARBON_URL with the key in ADMIN_KEY
using CarbonPlatform.Keys;

return args switch
{
    [] => InstallationKeys.Print(),
    ["first"] => await FirstApiKeys.MakeAsync(),
    _ => throw new InvalidOperationException("Keys, or Keys first."),
};
