using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Models of other programs: those that can be imported equal their files, are fitted and exported again; the others say why not.</summary>
public sealed class ForeignFileTests
{
    [Theory, MemberData(nameof(ForeignFiles.All), MemberType = typeof(ForeignFiles))]
    public void Import_File_EqualsItIsFittedAndExportedOrSaysWhyNot(string name)
    {
        var file = ForeignFiles.Open(name);
        if (TryImport(file) is not { } imported)
            return;
        using var network = imported.Network;
        Assert.True(imported.ParityError is not null || imported.Warnings.Count > 0);

        var exported = OnnxExporter.Export(network, imported.Card);
        using (var again = TestImports.ImportWithoutWarning(exported.Bytes.ToArray()).Network)
            Assert.Equal(exported.Card!.ToJson(), OnnxExporter.Export(again, exported.Card).Card!.ToJson());

        // Two epochs of a large model would take long.
        if (!network.Description.HasHead || network.Description.ParameterCount > 300_000)
            return;
        using var scope = NewDisposeScope();
        using var data = RandomData.Create(network.Description, sequences: 8, time: Math.Max(6, network.Description.MinSteps));
        var before = network.parameters().Select(parameter => OracleTensors.ToDoubles(parameter)).ToList();

        var summary = NetworkFitter.Fit(network, data, options: new FitOptions { Epochs = 2, KeepNormalization = true, BatchSize = 4 });

        Assert.True(double.IsFinite(summary.FinalLoss), $"The loss is {summary.FinalLoss}.");
        Assert.Contains(network.parameters().Zip(before), pair => !OracleTensors.ToDoubles(pair.First).SequenceEqual(pair.Second));
        Assert.InRange(OnnxExporter.Export(network, imported.Card).ParityError, 0, 1e-5);
    }

    [Theory]
    [InlineData("policy", 2)]
    [InlineData("value", 1)]
    public void Import_OneOfTwoHeads_IsTheNamedOne(string output, int outputs)
    {
        var file = ForeignFiles.Open("two_heads");

        var error = Assert.Throws<RecurrentModelException>(() => OnnxImporter.Import(file.Bytes, file.Name));
        var imported = OnnxImporter.Import(file.Bytes, file.Name, new ImportOptions { OutputName = output });
        using var network = imported.Network;

        Assert.EndsWith("What can be imported is 'policy' or 'value': set OutputName.", error.Message, StringComparison.Ordinal);
        Assert.Equal(outputs, imported.Card.Network.OutputSize);
        Assert.InRange(imported.ParityError!.Value, 0, 1e-5);
    }

    private static ImportedNetwork? TryImport(ForeignFile file)
    {
        try
        {
            return OnnxImporter.Import(file.Bytes, file.Name);
        }
        catch (RecurrentModelException exception)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{file.Name}: {exception.Message}");
            Assert.Matches(@"^Model file '[^']+' (cannot be read as a recurrent network\. |was rejected\. )\S.*\.$", exception.Message);
            Assert.DoesNotContain('\n', exception.Message);
            return null;
        }
    }
}
