using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Reads the times of the current row from a column of dates or of text. Not thread-safe.</summary>
internal abstract class TimeReader
{
    /// <summary>Creates a reader.</summary>
    /// <param name="row">The row or cursor that contains the column.</param>
    /// <param name="column">The column: DateTime, DateTimeOffset or text, or vectors of these.</param>
    /// <param name="buffered">A getter for the values already buffered for an active column, so that they are not computed twice; or null.</param>
    public static TimeReader Create(DataViewRow row, DataViewSchema.Column column, Delegate? buffered) =>
        InputSequence.GetItemType(column.Type) switch
        {
            DateTimeDataViewType => new TimeReader<DateTime>(row, column, buffered, static time => time),
            DateTimeOffsetDataViewType => new TimeReader<DateTimeOffset>(row, column, buffered, static time => time.UtcDateTime),
            _ => new TimeReader<ReadOnlyMemory<char>>(
                row, column, buffered, static text => CalendarTime.TryParse(text.Span, out var time) ? time : null),
        };

    /// <summary>Reads the times; they are valid until the next call.</summary>
    /// <param name="count">The expected number of times.</param>
    /// <param name="steps">The steps that they belong to, for messages.</param>
    /// <exception cref="InvalidOperationException">A time is missing or invalid, or is not later than the one before.</exception>
    public abstract ReadOnlySpan<DateTime> Read(int count, string steps);
}
