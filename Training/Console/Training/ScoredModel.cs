using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>A fitted network as its file scores.</summary>
/// <param name="File">The bytes of the file.</param>
/// <param name="Card">The card, with the scores.</param>
/// <param name="Report">How it does on the rows put aside for testing.</param>
internal sealed record ScoredModel(byte[] File, ModelCard Card, EvaluationReport Report);
