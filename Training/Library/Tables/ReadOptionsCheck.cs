namespace MlNetRecurrent.Training;

/// <summary>Rejects invalid options for reading a table.</summary>
internal static class ReadOptionsCheck
{
    /// <summary>Checks the options for a file.</summary>
    /// <exception cref="ArgumentException">An option is invalid, or contradicts another.</exception>
    public static TableReadOptions ForFile(TableReadOptions options)
    {
        if (options.Format is { } format && !Enum.IsDefined(format))
            throw new ArgumentException($"The format is {format}, expected {string.Join(", ", Enum.GetNames<TableFormat>())}.");
        if (options.Separator is { } separator
            && (!char.IsAscii(separator) || char.IsAsciiLetterOrDigit(separator) || separator is '"' or '\r' or '\n'))
        {
            throw new ArgumentException(
                $"The separator is '{separator}', expected an ASCII character other than a letter, a digit, a quotation mark or a line break.");
        }

        if (options.DecimalMark is { } mark and not ('.' or ','))
            throw new ArgumentException($"The decimal mark is '{mark}', expected a point or a comma.");
        if (options.ThousandsMark is { } thousands)
        {
            if (NumberFormat.GetThousands(thousands) is null)
                throw new ArgumentException($"The mark between thousands is '{thousands}', expected a point, a comma, a blank or an apostrophe.");
            if (thousands == options.DecimalMark)
                throw new ArgumentException($"The decimal mark and the mark between thousands are both '{thousands}', expected different marks.");
        }

        if (options.DateFormat is { } dates and not GivenDates.Number)
            GivenDates.Create(dates);
        if (options.Encoding is { } encoding)
            GivenEncoding.Find(encoding);
        return options;
    }

    /// <summary>Checks the options for a CSV text.</summary>
    /// <exception cref="ArgumentException">An option is invalid, contradicts another, or applies only to files.</exception>
    public static TableReadOptions ForText(TableReadOptions options) => options switch
    {
        { Encoding: not null } => throw new ArgumentException("The encoding cannot be set for a text that is decoded already."),
        { Entry: not null } => throw new ArgumentException("The entry of an archive cannot be set for a text."),
        { Format: not (null or TableFormat.Csv) } => throw new ArgumentException(
            $"The format of a CSV text is {options.Format}, expected {TableFormat.Csv}."),
        _ => ForFile(options),
    };
}
