using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Fused modules are exported like those of TorchSharp in whose place they stand.</summary>
public sealed class FusedModuleExportTests
{
    public static TheoryData<string, bool> Cells =>
        [.. from cell in RecurrentCell.All from batchFirst in new[] { false, true } select (cell.Name, batchFirst)];

    [Theory, MemberData(nameof(Cells))]
    public void Export_FusedModule_MatchesIt(string cell, bool batchFirst)
    {
        using var scope = NewDisposeScope();
        using var module = FusedModules.Create(
            RecurrentCell.Parse(cell), input: 3, hidden: 5, layers: 2, bias: true, batchFirst, dropout: 0, bidirectional: true);
        var input = randn(4, 6, 3);

        var file = OnnxExporter.Export(module, [2, 5, 3]);

        using var none = no_grad();
        using var layers = new Output(FusedModules.Run(module, input)["output"]);
        ModuleAssert.SameOutputs(layers, file.Bytes, input);
    }

    // Returns what the module returned for the same input.
    private sealed class Output(Tensor output) : nn.Module<Tensor, Tensor>(nameof(Output))
    {
        public override Tensor forward(Tensor input) => output.clone();
    }
}
