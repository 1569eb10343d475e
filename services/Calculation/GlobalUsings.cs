global using CarbonPlatform.Quantities;
