using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>Asks for the options without which a file cannot be applied to a table, and says what the file has.</summary>
/// <param name="file">The file.</param>
/// <param name="roles">What its inputs and outputs are; null for a file with a model card.</param>
/// <param name="options">How the file is loaded.</param>
internal sealed class ScoringRequest(ParsedFile file, GraphRoles? roles, RecurrentModelOptions options)
{
    private readonly List<string> _missing = [];

    /// <summary>Asks for the columns of the sequences.</summary>
    public void AskForFeatures(int size) => _missing.Add(
        $"{options.GetName(nameof(TableScoringOptions.Features))} (the {Count(size)} of the input "
        + $"'{roles?.Sequence.Name ?? OnnxNames.Input}'{(size == 1 ? "" : ", in its order")})");

    /// <summary>Asks for the columns of a further input.</summary>
    public void AskForColumns(GraphTensor input) => _missing.Add(
        $"{options.GetName(nameof(TableScoringOptions.InputColumns))} (the {Count(input.Size)} of the input '{input.Name}'; "
        + $"or {options.GetName(nameof(RecurrentModelOptions.InputValues))} with fixed values)");

    /// <summary>Asks for the number of rows in a window.</summary>
    public void AskForWindow() => _missing.Add(
        $"{options.GetName(nameof(TableScoringOptions.Window))} (the number of rows in each window) "
        + $"or {options.GetName(nameof(TableScoringOptions.Sequence))} (the column that identifies whole sequences)");

    /// <param name="canBeImported">Whether the file can be imported.</param>
    /// <exception cref="ArgumentException">Options are missing.</exception>
    public void ThrowIfIncomplete(bool canBeImported)
    {
        if (_missing.Count == 0)
            return;
        var remedy = roles is null || !canBeImported ? "" : " Or give it a model card: 'mlnet-recurrent import' with --task, --target or "
            + "--labels, --features and --window.";
        throw new ArgumentException(
            $"Model file '{file.Name}' {(roles is null ? "has a model card that does not describe its columns" : "carries no model card")}. "
            + $"It{DescribeFile()} To score a table, specify {string.Join(", ", _missing)}.{remedy}");
    }

    /// <summary>Creates the error for an option that does not apply to the file.</summary>
    public ArgumentException Refuse(string option, string problem) =>
        new($"{options.GetName(option)} {problem}: model file '{file.Name}'{DescribeFile()}");

    private string DescribeFile()
    {
        var graph = file.Model.Graph;
        var optional = graph.Initializer.Select(initializer => initializer.Name).ToHashSet();
        return $" has the inputs {List(graph.Input.Where(input => !optional.Contains(input.Name)))} and the outputs {List(graph.Output)}.";
    }

    private static string List(IEnumerable<ValueInfoProto> values)
    {
        const int MaxListed = 20;
        var listed = values.Take(MaxListed + 1).Select(value => DeclaredValue.Read(value).ToString()).ToList();
        return string.Join(", ", listed.Take(MaxListed)) + (listed.Count > MaxListed ? ", ..." : "");
    }

    private static string Count(int columns) => columns == 1 ? "column" : FormattableString.Invariant($"{columns} columns");
}
