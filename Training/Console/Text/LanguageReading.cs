using System.CommandLine;

namespace MlNetRecurrent.Console;

/// <summary>Reads the options of <c>train</c> that make a language model.</summary>
internal static class LanguageReading
{
    /// <summary>Reads them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="groups">The options of data, text, network and fit.</param>
    /// <param name="test">The share put aside for testing.</param>
    /// <param name="validation">The share of the rest that decides which epoch is kept.</param>
    /// <param name="files">The files to write, by the name of the text and whether there is one model.</param>
    /// <param name="strange">Other options that mean nothing for a text.</param>
    /// <exception cref="UserInputException">An option is out of range, or does not go with a text.</exception>
    public static LanguageOptions Read(
        ParseResult parsed,
        (DataOptions Data, TextOptions Text, ModelOptions Model, FittingOptions Fitting) groups,
        Option<double> test,
        Option<double> validation,
        Func<string, bool, ModelFiles> files,
        IEnumerable<Option> strange)
    {
        var (data, text, model, fitting) = groups;
        CommandOptions.Refuse(parsed, [.. data.NotForTexts, .. model.NotForTexts, .. fitting.NotForTexts, .. strange], "--task language");
        var source = text.Source(parsed, data.SampleName(parsed));
        var (cells, window) = (model.Cells(parsed), model.LanguageWindow(parsed));
        return new LanguageOptions
        {
            Source = source,
            Kind = text.Tokens(parsed),
            Vocabulary = text.Vocabulary(parsed),
            Embedding = text.Embedding(parsed),
            Cells = cells,
            Network = model.LanguagePlan(parsed),
            Fit = fitting.ReadForText(parsed, window),
            Streams = fitting.Streams(parsed),
            TestFraction = CommandOptions.IsGiven(parsed, test) ? CommandOptions.Share(test, parsed.GetValue(test)) : LanguageOptions.DefaultTestFraction,
            ValidationFraction = CommandOptions.IsGiven(parsed, validation) ? CommandOptions.Share(validation, parsed.GetValue(validation)) : LanguageOptions.DefaultValidationFraction,
            Chrono = model.Chrono(parsed),
            Threads = fitting.Threads(parsed) ?? LanguageOptions.DefaultThreads,
            Files = files(source.Name, cells.Count == 1),
            Resume = fitting.Resume(parsed),
        };
    }
}
