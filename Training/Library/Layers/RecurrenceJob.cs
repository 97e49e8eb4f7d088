using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>One call of a recurrent layer, or of the same layer of several members of an ensemble, with gradients.</summary>
/// <remarks>
/// Its passes are released when the backward pass is done. If the graph was retained, the next backward pass computes them again from the inputs.
/// </remarks>
internal sealed class RecurrenceJob
{
    private readonly RecurrenceCall _call;
    private readonly bool _sharesSequence;
    private RecurrencePasses? _passes;

    private RecurrenceJob(RecurrenceCall call, RecurrenceTensors tensors)
    {
        (_call, InputCount) = (call, tensors.All.Length);
        _sharesSequence = Enumerable.Range(1, tensors.MemberCount - 1).All(member => ReferenceEquals(tensors.Sequence(member), tensors.Sequence(0)));
    }

    /// <summary>The number of its inputs, including those that are null.</summary>
    public int InputCount { get; }

    /// <summary>The results of the forward passes, which become outputs of a node of the graph.</summary>
    public List<Tensor> Outputs { get; } = [];

    /// <summary>Runs the members.</summary>
    /// <param name="call">How they are run.</param>
    /// <param name="members">Their inputs.</param>
    /// <param name="hasGraph">Whether the results need a graph for a backward pass.</param>
    public static RecurrenceResult[] Run(RecurrenceCall call, IReadOnlyList<RecurrenceInput> members, bool hasGraph)
    {
        var tensors = RecurrenceTensors.From(call, members);
        var job = new RecurrenceJob(call, tensors);
        var results = members.Select(member => CreateResult(call, member.Sequence)).ToArray();
        var passes = new RecurrencePasses(call, job._sharesSequence, tensors, keeps: hasGraph);
        try
        {
            passes.Forward(tensors, results);
        }
        catch
        {
            passes.Dispose();
            throw;
        }

        if (hasGraph)
            return job.AddToGraph(passes, tensors, results);
        passes.Dispose();
        return results;
    }

    /// <summary>Computes the gradients of the inputs that require them, from those of the outputs.</summary>
    public Tensor?[] Backward(List<Tensor?> inputs, List<Tensor> outputGradients)
    {
        var tensors = new RecurrenceTensors(_call, [.. inputs]);
        var gradients = new RecurrenceTensors(_call, new Tensor?[inputs.Count]);
        // Nobody but this call may see the passes: another backward pass of a retained graph computes its own.
        var passes = Interlocked.Exchange(ref _passes, null);
        if (passes is null)
        {
            passes = new RecurrencePasses(_call, _sharesSequence, tensors, keeps: true);
            passes.Forward(tensors, null);
        }

        for (var index = 0; index < inputs.Count; index++)
        {
            if (inputs[index] is { requires_grad: true } input)
                gradients.All[index] = empty(input.shape);
        }

        for (var member = 1; member < tensors.MemberCount && _sharesSequence; member++)
            gradients.Sequence(member) = null;
        passes.Backward(tensors, Split(outputGradients), gradients);
        passes.Dispose();
        return gradients.All;
    }

    /// <summary>Likewise by formulas, so that the gradients have gradients.</summary>
    public Tensor?[] BackwardWithGraph(List<Tensor?> inputs, List<Tensor> outputGradients)
    {
        // Views end the paths of the derivatives here: one input may have been computed from another.
        var views = inputs.Select(input => input?.view_as(input)).ToArray();
        var tensors = new RecurrenceTensors(_call, views);
        var outputs = Enumerable.Range(0, tensors.MemberCount)
            .SelectMany(member => Tracked(RecurrenceFormula.Run(_call, tensors.Member(member))))
            .ToList();
        var defined = Enumerable.Range(0, outputs.Count).Where(index => !outputGradients[index].IsInvalid).ToList();
        var wanted = Enumerable.Range(0, views.Length).Where(index => views[index] is { requires_grad: true }).ToList();
        var computed = autograd.grad(
            [.. defined.Select(index => outputs[index])],
            [.. wanted.Select(index => views[index]!)],
            [.. defined.Select(index => outputGradients[index])],
            retain_graph: true,
            create_graph: true,
            allow_unused: true);
        var gradients = new Tensor?[views.Length];
        foreach (var (index, gradient) in wanted.Zip(computed))
            gradients[index] = gradient;
        return gradients;
    }

    private RecurrenceResult[] AddToGraph(RecurrencePasses passes, RecurrenceTensors tensors, RecurrenceResult[] results)
    {
        _passes = passes;
        Outputs.AddRange(results.SelectMany(Tracked));
        var outputs = Split(RecurrenceFunction.apply([this, .. tensors.All]));
        // The node has its own references to them.
        foreach (var output in Outputs)
            output.Dispose();
        Outputs.Clear();
        return
        [
            .. results.Select((result, member) => new RecurrenceResult(
                outputs[member].Output, outputs[member].Hidden ?? result.Hidden, outputs[member].Cell ?? result.Cell)),
        ];
    }

    private static RecurrenceResult CreateResult(RecurrenceCall call, Tensor sequence)
    {
        var (batch, steps) = call.IsInputBatchFirst ? (sequence.size(0), sequence.size(1)) : (sequence.size(1), sequence.size(0));
        var width = (long)call.DirectionCount * call.HiddenSize;
        var output = !call.ReturnsOutput ? null : call.IsOutputBatchFirst ? empty(batch, steps, width) : empty(steps, batch, width);
        return new RecurrenceResult(output, State(), call.Cell.HasCellState ? State() : null);

        Tensor State() => empty(call.DirectionCount, batch, call.HiddenSize);
    }

    private IEnumerable<Tensor> Tracked(RecurrenceResult result) =>
        new[] { result.Output, _call.TrackedStates > 0 ? result.Hidden : null, _call.TrackedStates > 1 ? result.Cell : null }.OfType<Tensor>();

    // The inverse of Tracked, for each member.
    private ResultGradients[] Split(List<Tensor> tensors)
    {
        var outputs = _call.ReturnsOutput ? 1 : 0;
        return
        [
            .. tensors.Chunk(outputs + _call.TrackedStates).Select(chunk => new ResultGradients(
                _call.ReturnsOutput ? chunk[0] : null,
                _call.TrackedStates > 0 ? chunk[outputs] : null,
                _call.TrackedStates > 1 ? chunk[outputs + 1] : null)),
        ];
    }
}
