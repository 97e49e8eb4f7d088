namespace MlNetRecurrent;

/// <summary>How the values of the rows in one cell of a <see cref="TimeGrid"/> become one value. Missing values are left out.</summary>
public enum GridAggregate
{
    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The value of the last row, by its time.</summary>
    Last,

    /// <summary>The value of the first row, by its time.</summary>
    First,

    /// <summary>The smallest value.</summary>
    Min,

    /// <summary>The largest value.</summary>
    Max,
}
