using Xunit;

namespace MlNetRecurrent.Hosts;

/// <summary>The outputs that hosts are expected to give for an exported file.</summary>
/// <remarks>
/// The sine experiment rewrites its files in the repository, and their last bits differ from machine to machine. The golden then no longer belongs
/// to the file. In this case the hosts are compared with the current outputs of ONNX Runtime for C#, and the test report contains a warning.
/// </remarks>
internal static class Reference
{
    /// <summary>Returns the golden of a file, or a new one if the file has changed.</summary>
    public static Golden Compute(string model, GoldenFolders folders)
    {
        var golden = Stored(model, folders);
        if (golden.IsForFile(folders.GetModelPath(model)))
            return golden;
        TestContext.Current.AddWarning($"{OtherFile(model)} Compared with a new run of ONNX Runtime for C#.");
        return GoldenMaker.Make(folders.GetModelPath(model));
    }

    /// <summary>Returns the cases that set optional inputs. Skips the test if the file has no optional inputs.</summary>
    public static IReadOnlyList<GoldenCase> OptionalCases(string model, GoldenFolders folders)
    {
        GoldenCase[] cases = [.. Compute(model, folders).Cases.Where(@case => @case.HasOptionalInputs)];
        Assert.SkipWhen(cases.Length == 0, $"Exported/{model}.onnx has no optional inputs: it was exported with --minimal.");
        return cases;
    }

    /// <summary>Returns the stored golden of a file. Fails the test if there is none.</summary>
    public static Golden Stored(string model, GoldenFolders folders)
    {
        Assert.True(
            File.Exists(folders.GetGoldenPath(model)),
            $"Exported/{model}.onnx has no golden: create it with '{GoldenCommand.For(model)}', review it and commit it with the file; "
            + "or remove the file from Exported.");
        return Golden.Read(folders.GetGoldenPath(model));
    }

    /// <summary>Returns the message that a golden was created from another version of the file.</summary>
    public static string OtherFile(string model) => $"Exported/{model}.onnx is not the file that Tests/Hosts/golden/{model}.json was created from.";
}
