namespace MlNetRecurrent.Console;

/// <summary>The scale of an axis.</summary>
internal enum AxisKind
{
    /// <summary>A linear scale.</summary>
    Linear,

    /// <summary>A logarithmic scale. Values that are not positive are left out.</summary>
    Logarithmic,

    /// <summary>A scale of dates, given in seconds since the year 1.</summary>
    Calendar,
}
