using System.CommandLine;

namespace MlNetRecurrent.Console;

/// <summary>Reads the options of <c>train</c> for a language model.</summary>
internal static class LanguageOptionsReader
{
    /// <summary>Reads the options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="arguments">The options of data, network and training.</param>
    /// <param name="text">The options of the text.</param>
    /// <param name="files">Creates the files to write from the name of the text and whether there is a single model.</param>
    /// <param name="unsupported">Other options that do not apply to a text.</param>
    /// <exception cref="UserInputException">An option is out of range, or does not apply to a text.</exception>
    public static LanguageOptions Read(
        ParseResult parsed,
        TrainArguments arguments,
        TextOptions text,
        Func<string, bool, ModelFiles> files,
        IEnumerable<Option> unsupported)
    {
        var (data, model, fitting) = (arguments.Data, arguments.Model, arguments.Fitting);
        var (test, validation) = (arguments.TestFraction, arguments.ValidationFraction);
        CommandOptions.Reject(
            parsed,
            [
                .. data.NotForTexts, .. arguments.Times.All, .. model.NotForTexts, .. fitting.NotForTexts, arguments.TestStride, arguments.Stratify,
                .. unsupported,
            ],
            "--task language");
        var source = text.Source(parsed, data.SampleName(parsed));
        var (cells, window) = (model.Cells(parsed), model.LanguageWindow(parsed));
        return new LanguageOptions
        {
            Source = source,
            TokenUnit = text.ReadTokenUnit(parsed),
            MaxVocabularySize = text.ReadMaxVocabularySize(parsed),
            EmbeddingSize = text.ReadEmbeddingSize(parsed),
            Cells = cells,
            Network = model.ReadLanguagePlan(parsed),
            Fit = fitting.ReadForText(parsed, window),
            ParallelStreams = fitting.Streams(parsed),
            TestFraction = ReadFraction(parsed, test, LanguageOptions.DefaultTestFraction),
            ValidationFraction = ReadFraction(parsed, validation, LanguageOptions.DefaultValidationFraction),
            ChronoMaxDependency = model.ReadChronoMaxDependency(parsed, cells, SampleRecipe.None),
            Threads = fitting.Threads(parsed),
            Files = files(source.Name, cells.Count == 1),
            Resume = fitting.Resume(parsed),
        };
    }

    private static double ReadFraction(ParseResult parsed, Option<double> option, double textDefault) =>
        CommandOptions.IsGiven(parsed, option) ? CommandOptions.RequireFraction(option, parsed.GetValue(option)) : textDefault;
}
