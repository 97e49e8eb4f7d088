namespace MlNetRecurrent.Training.Tests;

/// <summary>A recurrent layer that processes one sequence, with one cell per direction.</summary>
internal sealed class OracleLayer(IReadOnlyList<OracleCell> cells, SequenceDirection direction)
{
    /// <summary>Creates the equations of a layer, with its weights.</summary>
    public static OracleLayer FromLayer(RecurrentLayer layer) => new(
        [.. layer.Directions.Select(recurrence => Cell(layer.Description.Cell, new StackedWeights(recurrence, layer.Description.HiddenSize)))],
        layer.Description.Direction);

    /// <summary>
    /// Returns the hidden state at every time step [time][directions * hidden] for [time][input], and the final state of each direction.
    /// </summary>
    public (double[][] Outputs, OracleState[] Finals) Run(double[][] sequence, OracleState[]? initial)
    {
        var directions = cells.Select((cell, index) =>
            RunDirection(cell, sequence, initial?[index] ?? cell.Zero, reverse: direction == SequenceDirection.Reverse || index == 1)).ToArray();
        double[][] outputs =
            [.. Enumerable.Range(0, sequence.Length).Select(step => directions.SelectMany(result => result.Outputs[step]).ToArray())];
        return (outputs, [.. directions.Select(result => result.Final)]);
    }

    private static (double[][] Outputs, OracleState Final) RunDirection(OracleCell cell, double[][] sequence, OracleState state, bool reverse)
    {
        var outputs = new double[sequence.Length][];
        for (var index = 0; index < sequence.Length; index++)
        {
            var step = reverse ? sequence.Length - 1 - index : index;
            state = cell.Step(sequence[step], state);
            outputs[step] = state.Hidden;
        }

        return (outputs, state);
    }

    // PyTorch stacks an LSTM as input, forget, candidate, output and a GRU as reset, update, new.
    private static OracleCell Cell(RecurrentCell cell, StackedWeights weights) => cell.Name switch
    {
        "rnn" => new ElmanOracle(weights.OfInput(0), weights.OfHidden(0), Math.Tanh),
        "rnn-relu" => new ElmanOracle(weights.OfInput(0), weights.OfHidden(0), value => Math.Max(0, value)),
        "lstm" => new LstmOracle(forget: weights.OfBoth(1), input: weights.OfBoth(0), candidate: weights.OfBoth(2), output: weights.OfBoth(3)),
        "gru" => new ResetAfterGruOracle(reset: weights.OfBoth(0), update: weights.OfBoth(1), weights.OfInput(2), weights.OfHidden(2)),
        // PyTorch's z keeps the previous state, that of the textbook form admits the new one: 1 - sigmoid(a) = sigmoid(-a).
        "gru-reset-before" => new TextbookGruOracle(update: weights.OfBoth(1).Negated, reset: weights.OfBoth(0), candidate: weights.OfBoth(2)),
        _ => throw new ArgumentException($"There are no oracle equations for {cell}."),
    };
}
