using System.Globalization;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// The limits on the memory and work of a graph whose dynamic dimensions are all 1. Legitimate graphs contain their weights and use each of
/// them a few times, so the limits grow with the size of the file and of the required inputs.
/// </summary>
/// <param name="stored">The number of values stored in the file.</param>
/// <param name="required">The number of values in the required inputs.</param>
internal sealed class SizeBudget(double stored, double required)
{
    private const double FreeElements = 1 << 24;
    private const double FreeWork = 1 << 28;
    private const double Uses = 16;

    // A file may require large batches and long sequences; a host that runs it must then provide them.
    private const double ElementsPerInput = 1 << 12;
    private const double WorkPerInput = 1 << 20;
    private const double MaxElementsForInputs = 1 << 28;
    private const double MaxWorkForInputs = 1L << 36;

    private readonly double _constantElements = FreeElements + (Uses * stored);
    private readonly double _constantWork = FreeWork + (Uses * stored);
    private readonly double _elements = FreeElements + (Uses * stored) + Math.Min(ElementsPerInput * required, MaxElementsForInputs);
    private readonly double _work = FreeWork + (Uses * stored) + Math.Min(WorkPerInput * required, MaxWorkForInputs);

    private double _usedConstantElements;
    private double _usedConstantWork;
    private double _usedElements;
    private double _usedWork;

    /// <summary>Adds the outputs and the work of a node.</summary>
    /// <exception cref="RecurrentModelException">A limit is exceeded.</exception>
    public void Charge(SizedNode node, IReadOnlyList<SizedValue> outputs)
    {
        SymbolicSize[] sizes = [.. outputs.Select(output => output.Total), node.Work, node.Scratch];
        if (!sizes.All(size => size.IsLinearInEachDimension))
            throw node.CreateError("uses or produces values that grow with the square of an input dimension");
        var constant = outputs.All(output => output.IsConstant);
        var elements = node.Kept.AtOne + (constant ? outputs.Sum(output => output.Total.AtOne) : 0);
        _usedConstantElements += elements;
        _usedConstantWork += constant ? node.Work.AtOne : 0;
        _usedElements += elements + node.Scratch.AtOne + (constant ? 0 : outputs.Sum(output => output.Total.AtOne));
        _usedWork += node.Work.AtOne;
        Check(node, "values", _usedConstantElements, _constantElements);
        Check(node, "values", _usedElements, _elements);
        Check(node, "multiplications", _usedConstantWork, _constantWork);
        Check(node, "multiplications", _usedWork, _work);
    }

    // Negated, so that a NaN exceeds the limit too.
    private void Check(SizedNode node, string what, double used, double limit)
    {
        if (!(used <= limit))
        {
            throw node.CreateError(string.Create(CultureInfo.InvariantCulture,
                $"the graph up to this node needs {used:g3} {what} for the {stored:g3} values in the file, expected at most {limit:g3}"));
        }
    }
}
