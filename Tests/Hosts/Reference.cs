using Xunit;

namespace MlNetRecurrent.Hosts;

/// <summary>What the hosts have to give for an exported file.</summary>
/// <remarks>
/// The sine job writes its files anew in the repository, with other last bits on another machine. The numbers of a golden are then not those
/// of the file that lies there; the hosts are held to what ONNX Runtime in C# gives for it at the moment, and the test report says so.
/// </remarks>
internal static class Reference
{
    /// <summary>The golden of a file, or one made now where the file is another one.</summary>
    public static Golden Compute(string model, GoldenPlaces places)
    {
        var golden = Stored(model, places);
        if (golden.IsOf(places.File(model)))
            return golden;
        TestContext.Current.AddWarning($"{OtherFile(model)} Compared with ONNX Runtime in C# run now.");
        return GoldenMaker.Make(places.File(model));
    }

    /// <summary>The cases that feed inputs which may be left out; skips the test where the file has no such inputs.</summary>
    public static IReadOnlyList<GoldenCase> OptionalCases(string model, GoldenPlaces places)
    {
        GoldenCase[] cases = [.. Compute(model, places).Cases.Where(@case => @case.FeedsOptionalInputs)];
        Assert.SkipWhen(cases.Length == 0, $"Exported/{model}.onnx has no optional inputs: it was exported with --minimal.");
        return cases;
    }

    /// <summary>The golden of a file; fails the test where there is none.</summary>
    public static Golden Stored(string model, GoldenPlaces places)
    {
        Assert.True(
            File.Exists(places.Golden(model)),
            $"Exported/{model}.onnx has no golden: make it with '{GoldenCommand.For(model)}', look into it and commit it with the file; or take the file out of Exported.");
        return Golden.Read(places.Golden(model));
    }

    /// <summary>Says that a file is not the one that its golden was made from.</summary>
    public static string OtherFile(string model) => $"Exported/{model}.onnx is not the file that Tests/Hosts/golden/{model}.json was made from.";
}
