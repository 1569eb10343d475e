global using CarbonPlatform.Quantities;
global using CarbonPlatform.ServiceDefaults.Data;
