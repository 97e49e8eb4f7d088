using System.Globalization;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// What a graph may cost when one of everything that is left open is fed. Honest graphs hold their weights and use each a few times, so
/// the cost is bounded by the size of the file and of what must be fed.
/// </summary>
/// <param name="held">Numbers that the file holds.</param>
/// <param name="fed">Numbers that its inputs must be fed.</param>
internal sealed class SizeBudget(double held, double fed)
{
    private const double FreeElements = 1 << 24;
    private const double FreeWork = 1 << 28;
    private const double Uses = 16;

    // A file may demand large batches and long sequences; then a host that runs it must feed them.
    private const double ElementsPerInput = 1 << 12;
    private const double WorkPerInput = 1 << 20;
    private const double MaxElementsForInputs = 1 << 28;
    private const double MaxWorkForInputs = 1L << 36;

    private readonly double _constantElements = FreeElements + (Uses * held);
    private readonly double _constantWork = FreeWork + (Uses * held);
    private readonly double _elements = FreeElements + (Uses * held) + Math.Min(ElementsPerInput * fed, MaxElementsForInputs);
    private readonly double _work = FreeWork + (Uses * held) + Math.Min(WorkPerInput * fed, MaxWorkForInputs);

    private double _takenConstantElements;
    private double _takenConstantWork;
    private double _takenElements;
    private double _takenWork;

    /// <summary>Takes what a node gives and needs.</summary>
    public void Charge(SizedNode node, IReadOnlyList<SizedValue> outputs)
    {
        if (outputs.Any(output => !output.Total.IsLinear) || !node.Work.IsLinear || !node.Scratch.IsLinear)
            throw node.CreateError("reads or gives values that grow with the square of what is fed");
        var constant = outputs.All(output => output.IsConstant);
        var numbers = node.Kept.AtOne + (constant ? outputs.Sum(output => output.Total.AtOne) : 0);
        _takenConstantElements += numbers;
        _takenConstantWork += constant ? node.Work.AtOne : 0;
        _takenElements += numbers + node.Scratch.AtOne + (constant ? 0 : outputs.Sum(output => output.Total.AtOne));
        _takenWork += node.Work.AtOne;
        Check(node, "numbers", _takenConstantElements, _constantElements);
        Check(node, "numbers", _takenElements, _elements);
        Check(node, "multiplications", _takenConstantWork, _constantWork);
        Check(node, "multiplications", _takenWork, _work);
    }

    // A NaN is no smaller than the limit either.
    private void Check(SizedNode node, string what, double taken, double limit)
    {
        if (!(taken <= limit))
        {
            throw node.CreateError(string.Create(CultureInfo.InvariantCulture,
                $"the graph up to here makes {taken:g3} {what} out of the {held:g3} numbers in the file, expected at most {limit:g3}"));
        }
    }
}
