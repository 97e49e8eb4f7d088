using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Console;

/// <summary>How a file without a model card is scored, as text: the engine, and what its inputs, outputs and states are.</summary>
internal static class ScoringText
{
    /// <summary>Returns the lines. For a file that cannot be scored, the line says why, and which options may help.</summary>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    public static IReadOnlyList<string> GetLines(ParsedFile file, RecurrentModelOptions options) => LibraryCall.Run<IReadOnlyList<string>>(() =>
    {
        try
        {
            using var model = RecurrentModel.Load(file, options);
            return [.. Describe(model, GraphRolesReader.Read(file.Model, file.Name, options))];
        }
        catch (RecurrentModelException exception)
        {
            return [$"cannot be scored as it is: {exception.Message}"];
        }
    });

    private static IEnumerable<string> Describe(RecurrentModel model, GraphRoles roles)
    {
        var graph = model.Network.Graph;
        yield return graph is null
            ? "scored by: the managed engine"
            : $"scored by: ONNX Runtime, not by the managed engine: {model.OnnxRuntimeReason}";
        var steps = graph?.FixedSteps ?? model.Card.Window;
        yield return $"sequences: {roles.Sequence}{(steps is { } fixedSteps ? $", {ConsoleText.Count(fixedSteps, "time step")}" : "")}";
        foreach (var input in roles.OtherInputs)
            yield return $"further input: {input}";
        foreach (var (input, output) in roles.States)
            yield return $"state: {input}, {(output is null ? "which the file does not return" : $"returned as {output}")}";
        if (graph is null)
            yield return $"scored output: {roles.Outputs[0]}";
        foreach (var output in graph?.Outputs ?? [])
            yield return $"scored output: {output}";
    }
}
