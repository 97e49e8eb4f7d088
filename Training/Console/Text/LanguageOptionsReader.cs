using System.CommandLine;

namespace MlNetRecurrent.Console;

/// <summary>Reads the options of <c>train</c> that make a language model.</summary>
internal static class LanguageOptionsReader
{
    /// <summary>Reads them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="arguments">The options of data, network and fit.</param>
    /// <param name="text">The options of the text.</param>
    /// <param name="files">The files to write, by the name of the text and whether there is one model.</param>
    /// <param name="strange">Other options that mean nothing for a text.</param>
    /// <exception cref="UserInputException">An option is out of range, or does not go with a text.</exception>
    public static LanguageOptions Read(
        ParseResult parsed,
        TrainArguments arguments,
        TextOptions text,
        Func<string, bool, ModelFiles> files,
        IEnumerable<Option> strange)
    {
        var (data, model, fitting) = (arguments.Data, arguments.Model, arguments.Fitting);
        var (test, validation) = (arguments.TestFraction, arguments.ValidationFraction);
        CommandOptions.Reject(parsed, [.. data.NotForTexts, .. model.NotForTexts, .. fitting.NotForTexts, arguments.TestStride, .. strange], "--task language");
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
            TestFraction = CommandOptions.IsGiven(parsed, test) ? CommandOptions.RequireFraction(test, parsed.GetValue(test)) : LanguageOptions.DefaultTestFraction,
            ValidationFraction = CommandOptions.IsGiven(parsed, validation) ? CommandOptions.RequireFraction(validation, parsed.GetValue(validation)) : LanguageOptions.DefaultValidationFraction,
            ChronoMaxDependency = model.ReadChronoMaxDependency(parsed, cells, SampleRecipe.None),
            Threads = fitting.Threads(parsed, SampleRecipe.None) ?? LanguageOptions.DefaultThreads,
            Files = files(source.Name, cells.Count == 1),
            Resume = fitting.Resume(parsed),
        };
    }
}
