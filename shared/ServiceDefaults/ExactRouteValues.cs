using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// What <c>{year:int}</c> and <c>{id:guid}</c> take: what is written in the one usual way. The framework's own take
/// blanks, line breaks, signs and brackets around it too, so that one thing would have many addresses.
/// </summary>
public static class ExactRouteValues
{
    /// <summary>Reads an id: 32 hexadecimal digits with dashes, and nothing around them.</summary>
    public static bool TryReadId(string? text, out Guid id)
    {
        id = default;
        return text?.Length == 36 && Guid.TryParseExact(text, "D", out id);
    }

    internal static void Add(RouteOptions options)
    {
        options.SetParameterPolicy<Number>("int");
        options.SetParameterPolicy<Id>("guid");
    }

    private static bool IsNumber(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && text == number.ToString(CultureInfo.InvariantCulture);

    private sealed class Number : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext,
            IRouter? route,
            string routeKey,
            RouteValueDictionary values,
            RouteDirection routeDirection
        ) => IsNumber(TextOf(values, routeKey));
    }

    private sealed class Id : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext,
            IRouter? route,
            string routeKey,
            RouteValueDictionary values,
            RouteDirection routeDirection
        ) => TryReadId(TextOf(values, routeKey), out _);
    }

    private static string? TextOf(RouteValueDictionary values, string key) =>
        Convert.ToString(values.GetValueOrDefault(key), CultureInfo.InvariantCulture);
}
