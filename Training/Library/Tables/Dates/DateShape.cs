namespace MlNetRecurrent.Training;

/// <summary>How a date is written.</summary>
/// <param name="Order">The order of its parts.</param>
/// <param name="Separator">The character between them.</param>
internal readonly record struct DateShape(DateOrder Order, char Separator)
{
    /// <summary>Returns the shape as a .NET format.</summary>
    /// <param name="isShort">Whether the day or the month may have one digit.</param>
    public string GetFormat(bool isShort)
    {
        var (day, month) = isShort ? ("d", "M") : ("dd", "MM");
        return Order switch
        {
            DateOrder.YearFirst => $"yyyy{Separator}{month}{Separator}{day}",
            DateOrder.YearMonth => $"yyyy{Separator}{month}",
            DateOrder.Digits => "yyyyMMdd",
            DateOrder.MonthFirst => $"{month}{Separator}{day}{Separator}yyyy",
            _ => $"{day}{Separator}{month}{Separator}yyyy",
        };
    }
}
