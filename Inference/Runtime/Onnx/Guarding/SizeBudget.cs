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
    private const double FreeNumbers = 1 << 24;
    private const double FreeWork = 1 << 28;
    private const double Uses = 16;

    // A file may demand large batches and long sequences; then a host that runs it must feed them.
    private const double NumbersForEachFed = 1 << 12;
    private const double WorkForEachFed = 1 << 20;
    private const double MostNumbersForFed = 1 << 28;
    private const double MostWorkForFed = 1L << 36;

    private readonly double _constantNumbers = FreeNumbers + (Uses * held);
    private readonly double _constantWork = FreeWork + (Uses * held);
    private readonly double _numbers = FreeNumbers + (Uses * held) + Math.Min(NumbersForEachFed * fed, MostNumbersForFed);
    private readonly double _work = FreeWork + (Uses * held) + Math.Min(WorkForEachFed * fed, MostWorkForFed);

    private double _takenConstantNumbers;
    private double _takenConstantWork;
    private double _takenNumbers;
    private double _takenWork;

    /// <summary>Takes what a node gives and needs.</summary>
    public void Take(GuardedNode node, IReadOnlyList<GuardedValue> outputs)
    {
        if (outputs.Any(output => !output.Total.IsLinear) || !node.Work.IsLinear || !node.Scratch.IsLinear)
            throw node.Fault("reads or gives values that grow with the square of what is fed");
        var constant = outputs.All(output => output.IsConstant);
        var numbers = node.Kept.OfOne + (constant ? outputs.Sum(output => output.Total.OfOne) : 0);
        _takenConstantNumbers += numbers;
        _takenConstantWork += constant ? node.Work.OfOne : 0;
        _takenNumbers += numbers + node.Scratch.OfOne + (constant ? 0 : outputs.Sum(output => output.Total.OfOne));
        _takenWork += node.Work.OfOne;
        Check(node, "numbers", _takenConstantNumbers, _constantNumbers);
        Check(node, "numbers", _takenNumbers, _numbers);
        Check(node, "multiplications", _takenConstantWork, _constantWork);
        Check(node, "multiplications", _takenWork, _work);
    }

    // A NaN is no smaller than the limit either.
    private void Check(GuardedNode node, string what, double taken, double limit)
    {
        if (!(taken <= limit))
        {
            throw node.Fault(string.Create(CultureInfo.InvariantCulture,
                $"the graph up to here makes {taken:g3} {what} out of the {held:g3} numbers in the file, expected at most {limit:g3}"));
        }
    }
}
