using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options that say how the data file is written. What is not given is found by looking at the file.</summary>
internal sealed class ReadOptions
{
    private readonly Option<string?> _format = new("--format")
    {
        Description = "The format of the data file: csv, jsonl or parquet. Default: found in its first bytes.",
    };

    private readonly Option<string?> _separator = new("--separator")
    {
        Description = "What separates the columns: comma, semicolon, tab, bar, or a character. Default: found in the header.",
    };

    private readonly Option<string?> _decimal = new("--decimal")
    {
        Description = "The decimal mark: point or comma. Default: found in the numbers.",
    };

    private readonly Option<string?> _thousands = new("--thousands")
    {
        Description = "What groups the digits of numbers: point, comma, space or apostrophe. Default: found in the numbers.",
    };

    private readonly Option<string?> _dateFormat = new("--date-format")
    {
        Description = "The format of the times: a .NET format such as dd.MM.yy; epoch-s or epoch-ms, seconds or milliseconds since "
            + "1970; or number, for numbers that only increase. Default: found in the whole column.",
    };

    private readonly Option<string?> _encoding = new("--encoding")
    {
        Description = "The encoding of the text, such as windows-1252. Default: UTF-8, or UTF-16 or UTF-32 if the bytes say so.",
    };

    private readonly Option<string?> _entry = new("--table")
    {
        Description = "The file to read in a zip archive that contains several.",
    };

    /// <summary>The option for the format of the times.</summary>
    public Option DateFormat => _dateFormat;

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [_format, _separator, _decimal, _thousands, _dateFormat, _encoding, _entry];

    /// <summary>Reads the options.</summary>
    /// <exception cref="UserInputException">A word is not one of the choices.</exception>
    public TableReadOptions Read(ParseResult parsed) => new()
    {
        Format = ChoiceOption.Read(
            parsed, _format, ("csv", TableFormat.Csv), ("jsonl", TableFormat.JsonLines), ("parquet", TableFormat.Parquet)),
        Separator = ReadMark(parsed, _separator, [("comma", ','), ("semicolon", ';'), ("tab", '\t'), (@"\t", '\t'), ("bar", '|')], "a character"),
        DecimalMark = ReadMark(parsed, _decimal, [("point", '.'), ("comma", ',')], ". or ,"),
        ThousandsMark = ReadMark(
            parsed, _thousands, [("point", '.'), ("comma", ','), ("space", ' '), ("apostrophe", '\'')], "one of these characters"),
        DateFormat = parsed.GetValue(_dateFormat),
        Encoding = parsed.GetValue(_encoding),
        Entry = parsed.GetValue(_entry),
    };

    private static char? ReadMark(ParseResult parsed, Option<string?> option, (string Word, char Mark)[] words, string other)
    {
        if (parsed.GetValue(option) is not { } word)
            return null;
        if (word.Length == 1)
            return word[0];
        foreach (var (choice, mark) in words)
        {
            if (choice == word)
                return mark;
        }

        var choices = words.Where(choice => char.IsLetter(choice.Word[0])).Select(choice => choice.Word);
        throw new UserInputException($"Option {option.Name} is '{word}', expected {string.Join(", ", choices)} or {other}.");
    }
}
