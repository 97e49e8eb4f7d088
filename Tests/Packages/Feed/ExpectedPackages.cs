using System.Runtime.InteropServices;

namespace MlNetRecurrent.Packages;

/// <summary>The packages of this product and what each depends on.</summary>
internal static class ExpectedPackages
{
    /// <summary>The tool.</summary>
    public const string Tool = "mlnet-recurrent";

    /// <summary>The templates.</summary>
    public const string Templates = "MlNetRecurrent.Templates";

    /// <summary>The packages that each library depends on: what its own code uses, and nothing else.</summary>
    public static IReadOnlyDictionary<string, string[]> Libraries { get; } = new Dictionary<string, string[]>
    {
        ["MlNetRecurrent.Runtime"] = ["Google.Protobuf"],
        ["MlNetRecurrent.Inference"] =
        [
            "MlNetRecurrent.Runtime",
            "Google.Protobuf",
            "Microsoft.Extensions.DependencyInjection.Abstractions",
            "Microsoft.Extensions.Diagnostics.HealthChecks",
            "Microsoft.Extensions.Logging.Abstractions",
            "Microsoft.Extensions.Options",
            "Microsoft.ML",
            "Microsoft.ML.OnnxRuntime",
            "Microsoft.ML.OnnxTransformer",
            "System.Numerics.Tensors",
        ],
        ["MlNetRecurrent.Training"] = ["MlNetRecurrent.Inference", "CsvHelper", "Parquet.Net", "PublicHoliday", "TorchSharp-cpu"],
        ["MlNetRecurrent.Sqlite"] = ["MlNetRecurrent.Training", "Microsoft.Data.Sqlite"],
        ["MlNetRecurrent.PostgreSql"] = ["MlNetRecurrent.Training", "Npgsql"],
        ["MlNetRecurrent.DuckDb"] = ["MlNetRecurrent.Training", "DuckDB.NET.Data.Full"],
    };

    /// <summary>The systems that LibTorch has a package for, and so the tool.</summary>
    public static IReadOnlyList<string> ToolSystems { get; } = ["linux-x64", "osx-arm64", "win-arm64", "win-x64"];

    /// <summary>The package with the tool's files for this machine.</summary>
    public static string ToolOfThisMachine => $"{Tool}.{ThisSystem}";

    /// <summary>The runtime identifier of this machine, as LibTorch's packages spell it.</summary>
    public static string ThisSystem
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            return $"{system}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
        }
    }
}
