using System.Runtime.InteropServices;
using NuGet.Configuration;

namespace MlNetRecurrent.Packages;

/// <summary>A scratch folder with a home, a package cache and a NuGet configuration of its own.</summary>
/// <remarks>
/// Programs that run in it do not change the home of the user. Packages of others come from the user's cache, which is only read, so that nothing is
/// downloaded twice; the packages of this product come from the feed alone.
/// </remarks>
internal sealed class Sandbox
{
    private readonly Dictionary<string, string?> _environment;
    private readonly CancellationToken _cancellation;

    /// <summary>Creates the folder.</summary>
    /// <param name="root">The path of the folder.</param>
    /// <param name="feed">The folder with the packages of this product.</param>
    /// <param name="cancellation">Kills the programs that run in the sandbox.</param>
    public Sandbox(string root, string feed, CancellationToken cancellation)
    {
        (Root, Feed, _cancellation) = (root, feed, cancellation);
        Home = Directory.CreateDirectory(Path.Combine(root, "home")).FullName;
        Packages = Directory.CreateDirectory(Path.Combine(root, "packages")).FullName;
        _environment = Variables();
        var settings = Settings.LoadDefaultSettings(Repository.Root);
        var fallback = FallbackFolder.Create(Path.Combine(root, "fallback"), settings);
        PackageSources.Write(Path.Combine(root, "nuget.config"), feed, fallback, settings);
    }

    /// <summary>The scratch folder.</summary>
    public string Root { get; }

    /// <summary>The folder with the packages of this product.</summary>
    public string Feed { get; }

    /// <summary>The home folder.</summary>
    public string Home { get; }

    /// <summary>The package cache, which holds packages of this product alone if everything else is in the user's cache.</summary>
    public string Packages { get; }

    /// <summary>The path of the tool, once it is installed.</summary>
    public string Tool => AppProject.FindExecutable(Path.Combine(Home, ".dotnet", "tools"), ExpectedPackages.Tool);

    /// <summary>Creates a folder for an application.</summary>
    /// <param name="names">Its path below the scratch folder.</param>
    public string CreateFolder(params ReadOnlySpan<string> names) => Directory.CreateDirectory(Path.Combine([Root, .. names])).FullName;

    /// <summary>Runs a program in a folder.</summary>
    public Task<CommandRun> RunAsync(string folder, string program, params string[] arguments) =>
        CommandLine.RunAsync(folder, program, arguments, _environment, _cancellation);

    /// <summary>Runs <c>dotnet</c> in a folder; the case fails unless the exit code is 0.</summary>
    public async Task<CommandRun> DotnetAsync(string folder, params string[] arguments) => (await RunAsync(folder, "dotnet", arguments)).Succeeds();

    /// <summary>Starts a program that runs until it is canceled.</summary>
    public BackgroundProgram Start(string folder, string program, params string[] arguments) => new(folder, program, arguments, _environment);

    private Dictionary<string, string?> Variables()
    {
        var temporary = Directory.CreateDirectory(Path.Combine(Root, "tmp")).FullName;
        var tools = Path.Combine(Home, ".dotnet", "tools");
        var variables = new Dictionary<string, string?>
        {
            ["HOME"] = Home,
            ["USERPROFILE"] = Home,
            ["APPDATA"] = Directory.CreateDirectory(Path.Combine(Home, "AppData", "Roaming")).FullName,
            ["LOCALAPPDATA"] = Directory.CreateDirectory(Path.Combine(Home, "AppData", "Local")).FullName,
            ["XDG_DATA_HOME"] = Path.Combine(Home, ".local", "share"),
            ["XDG_STATE_HOME"] = Path.Combine(Home, ".local", "state"),
            ["XDG_CONFIG_HOME"] = Path.Combine(Home, ".config"),
            ["XDG_CACHE_HOME"] = Path.Combine(Home, ".cache"),
            ["TMPDIR"] = temporary,
            ["TEMP"] = temporary,
            ["TMP"] = temporary,
            ["NUGET_PACKAGES"] = Packages,
            ["DOTNET_CLI_HOME"] = Home,
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
            ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
            // Executables look for .NET in system locations only, unless this is set.
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
            ["PATH"] = $"{tools}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
            // The threads of LibTorch spin while they wait, which slows down small networks on a busy machine.
            ["OMP_NUM_THREADS"] = "1",
            // Nothing may go on running in a folder that is about to be deleted.
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["UseSharedCompilation"] = "false",
        };
        // dotnet run has set these for this program; they are not for others.
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) && !variables.ContainsKey(name))
                variables[name] = null;
        }

        return variables;
    }
}
