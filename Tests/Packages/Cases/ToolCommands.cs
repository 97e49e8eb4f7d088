using System.CommandLine.Parsing;
using System.Globalization;

namespace MlNetRecurrent.Packages;

/// <summary>The commands that the README and the tool's readme show, in a folder with the files that they name.</summary>
internal sealed class ToolCommands(Sandbox sandbox)
{
    private const string Folder = "commands";

    /// <summary>The cases, one for each heading.</summary>
    public IEnumerable<InstallCase> Cases =>
        PageCommands.ReadAll().Select(section => new InstallCase($"tool: {section.Page}, {section.Heading}", () => RunAsync(section)));

    private async Task<string> RunAsync(PageCommands section)
    {
        var folder = sandbox.CreateFolder(Folder);
        await WriteFilesAsync(folder);
        var last = "";
        foreach (var line in section.Lines)
        {
            string[] arguments = [.. CommandLineParser.SplitCommandLine(line).Skip(1)];
            var run = (await sandbox.RunAsync(folder, sandbox.Tool, arguments)).Succeeds();
            Expect.That(!string.IsNullOrWhiteSpace(run.Output), "The command printed nothing.", run);
            foreach (var (option, file) in arguments.Zip(arguments.Skip(1)).Where(pair => pair.First is "--out" or "--report"))
                Expect.That(Path.Exists(Path.Combine(folder, file)), $"The command did not write {option} {file}.", run);
            last = run.Output.Trim().Split('\n')[^1].Trim();
        }

        return last;
    }

    // The table that a block of the README writes, also in other formats, those of the lines about the reader's own files, a file of PyTorch, and a
    // scaler.
    private async Task WriteFilesAsync(string folder)
    {
        if (File.Exists(Path.Combine(folder, "visitors.csv")))
            return;

        var block = ReadmeBlock.All("csharp").First(block => block.Packages.Count == 0);
        File.WriteAllText(Path.Combine(folder, "visitors.cs"), block.Code);
        await sandbox.DotnetAsync(folder, "run", "visitors.cs");
        await SampleTables.WriteAsync(folder);
        File.WriteAllLines(Path.Combine(folder, "sales.csv"), ["month,sales", .. Enumerable.Range(0, 240).Select(GetLine)]);
        File.WriteAllLines(
            Path.Combine(folder, "machines.csv"), ["id,a,b", .. Enumerable.Range(0, 40).Select(row => $"{row / 10},{row % 10},{row * 7 % 10}")]);
        File.WriteAllText(Path.Combine(folder, "scaler.json"), """{ "mean_": [100.0, 5.0], "scale_": [20.0, 2.0] }""");
        var other = Repository.GetPath("Tests", "Shared", "Onnx", "Fixtures", "torch_lstm_last_step_linear_opset17.onnx");
        File.Copy(other, Path.Combine(folder, "other.onnx"));
    }

    private static string GetLine(int month) => string.Create(
        CultureInfo.InvariantCulture,
        $"{new DateTime(2006, 1, 1).AddMonths(month):yyyy-MM-dd},{100 + month + (20 * Math.Sin(month * Math.PI / 6)) + (month * 7919 % 11):f1}");
}
