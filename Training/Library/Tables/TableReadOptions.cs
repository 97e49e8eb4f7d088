namespace MlNetRecurrent.Training;

/// <summary>How a data file is written. What is not set is found by looking at the file.</summary>
/// <remarks>
/// <para>
/// What is found holds for the whole file, and every cell is checked against it while the file is read: a cell that contradicts it is an error with
/// its line and column. What can be read in two ways is an error that names the option to set, never a guess. Nothing depends on the culture of the
/// machine. These are the rules:
/// </para>
/// <list type="bullet">
/// <item><term>Encoding</term><description>
/// The byte order mark of UTF-8, UTF-16 or UTF-32; UTF-16 also without a mark, from its zero bytes; UTF-8 otherwise. Bytes that are not text in it
/// are an error that names the probable encoding.
/// </description></item>
/// <item><term>Separator</term><description>
/// A first line <c>sep=;</c>, as Excel writes it. Otherwise the one of comma, semicolon, tab and vertical bar that the header contains outside
/// quotation marks; of several, the one that divides all rows in the first 262,144 characters into as many cells as the header. A header without
/// any of them is that of a single column.
/// </description></item>
/// <item><term>Numbers</term><description>
/// The cells of all number columns are read in one way. A mark that occurs once and is not followed by exactly three digits, or that follows a
/// leading 0, is the decimal mark; one that occurs several times, between groups of three digits, groups thousands, as do blanks (also no-break
/// ones) and apostrophes. So <c>1,5</c> has a decimal comma, <c>1.234.567</c> and <c>1.234,5</c> have a decimal comma and points between thousands.
/// A number such as <c>1.234</c> takes its meaning from the other numbers in the first 262,144 characters. If none decides, it has a decimal point
/// where commas separate the columns or where there is one column, and no number contains a comma; elsewhere it is an error.
/// </description></item>
/// <item><term>Dates</term><description>
/// Year first (<c>2020-01-31</c>, <c>2020/1/31</c>), day first with points (<c>31.1.2020</c>), or day or month first with slashes or hyphens
/// (<c>31/01/2020</c>, <c>01/31/2020</c>): the first cell of the column with a number above 12 decides, and if there is none the column is an error.
/// Also the year and the month (<c>2020-01</c>), and eight digits (<c>20200131</c>) if every cell of the column is such a date of the years 1900 to
/// 2099. After a blank or <c>T</c> there may be a time of day, <c>13:30</c>, <c>13:30:59.5</c> or <c>1:30 PM</c>, and a zone, <c>Z</c>, <c>UTC</c>
/// or <c>+02:00</c>. Times with a zone are converted to UTC; either all times of a column have one, or none. Years have four digits.
/// </description></item>
/// <item><term>Times as numbers</term><description>
/// If every cell of a time column is a whole number from 1,000,000,000 to 1,999,999,999 (2001 to 2033), they are seconds since 1970, unless every
/// one is also a date with an hour such as <c>1999123123</c>; if every cell is from 1,000,000,000,000 to 1,999,999,999,999, milliseconds. Other
/// numbers only increase. Predictions contain numbers where the data contain numbers.
/// </description></item>
/// <item><term>Missing values</term><description>
/// An empty cell, <c>NA</c>, <c>NaN</c>, <c>null</c> in any case, and <c>\N</c>.
/// </description></item>
/// </list>
/// <para>Immutable.</para>
/// </remarks>
public sealed record TableReadOptions
{
    /// <summary>The format of the file.</summary>
    /// <value>Default: null, found in the first bytes of the file.</value>
    public TableFormat? Format { get; init; }

    /// <summary>
    /// The character between the columns: an ASCII character other than a letter, a digit, a quotation mark or a line break.
    /// </summary>
    /// <value>Default: null, found in the header.</value>
    public char? Separator { get; init; }

    /// <summary>The decimal mark: a point or a comma.</summary>
    /// <value>Default: null, found in the numbers.</value>
    public char? DecimalMark { get; init; }

    /// <summary>
    /// The mark between groups of three digits: a point, a comma, a blank (which stands for the no-break ones, U+00A0 and U+202F, too) or an
    /// apostrophe.
    /// </summary>
    /// <value>Default: null, found in the numbers.</value>
    public char? ThousandsMark { get; init; }

    /// <summary>
    /// The format of the time column: a .NET format with a year, such as <c>dd.MM.yy</c> or <c>MMM d yyyy HH:mm</c>, read with the invariant
    /// culture; <c>epoch-s</c> or <c>epoch-ms</c> for seconds or milliseconds since 1970-01-01 in UTC; or <c>number</c> for numbers that only
    /// increase. With a format without a time of day, a time of day may follow the date.
    /// </summary>
    /// <value>Default: null, found in the whole column.</value>
    public string? DateFormat { get; init; }

    /// <summary>The encoding of the text, by its IANA name, such as <c>windows-1252</c>.</summary>
    /// <value>Default: null: UTF-8, or UTF-16 or UTF-32 if the bytes say so.</value>
    public string? Encoding { get; init; }

    /// <summary>The name of the file to read in an archive that contains several.</summary>
    /// <value>Default: null, for an archive with one file.</value>
    public string? Entry { get; init; }
}
