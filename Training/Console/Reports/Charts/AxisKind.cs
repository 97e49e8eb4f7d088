namespace MlNetRecurrent.Console;

/// <summary>How the values of an axis lie along it.</summary>
internal enum AxisKind
{
    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>By their logarithms; values that are not above 0 are left out.</summary>
    Logarithmic,

    /// <summary>As dates: seconds since the year 1.</summary>
    Calendar,
}
