namespace MlNetRecurrent.Onnx;

/// <summary>A graph that passed the guard.</summary>
/// <param name="Inputs">The shape of each input that must be fed, by name.</param>
/// <param name="Outputs">How large each output gets, by name.</param>
/// <param name="Numbers">Numbers that all values hold together where one of everything that is left open is fed.</param>
/// <param name="Work">Multiplications of a run where one of everything that is left open is fed.</param>
internal sealed record GuardedGraph(
    IReadOnlyDictionary<string, GuardedValue> Inputs, IReadOnlyDictionary<string, GuardedValue> Outputs, double Numbers, double Work);
