using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A PostgreSQL server of the tests' own, in a temporary folder; none where PostgreSQL is not installed.</summary>
public sealed class PostgreSqlServer : IDisposable
{
    /// <summary>The password of the user.</summary>
    public const string Password = "p@ss word=1";

    /// <summary>The user.</summary>
    public const string User = "tester";

    // The server refuses to run as root.
    private const string OtherUser = "65534";

    private readonly TemporaryFolder _folder = new();
    private readonly Process? _server;

    /// <summary>Starts the server.</summary>
    public PostgreSqlServer()
    {
        if (FindPrograms() is not { } programs)
        {
            Reason = "PostgreSQL's server is not installed.";
            return;
        }

        var data = _folder["data"];
        Directory.CreateDirectory(data);
        File.WriteAllText(_folder["password"], Password);
        if (Environment.IsPrivilegedProcess)
        {
            Run("chmod", "755", _folder.Path);
            Run("chown", OtherUser, data, _folder["password"]);
        }

        Run(
        [
            .. AsOther, Path.Combine(programs, "initdb"), "-D", data, "-U", User, "-A", "scram-sha-256",
            $"--pwfile={_folder["password"]}", "--no-sync",
        ]);
        Port = FindPort();
        _server = Start(
        [
            .. AsOther, Path.Combine(programs, "postgres"), "-D", data, "-k", data, "-F", "-p", Port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1",
        ]);
        Wait();
    }

    /// <summary>Why there is no server; null if there is one.</summary>
    public string? Reason { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The connection as keywords.</summary>
    public string Keywords => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = "postgres",
        Username = User,
        Password = Password,
        Pooling = false,
    }.ConnectionString;

    /// <summary>The connection as a URL.</summary>
    public string Url => $"postgresql://{User}:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}/postgres?sslmode=disable";

    private static string[] AsOther =>
        Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={OtherUser}", $"--regid={OtherUser}", "--clear-groups"] : [];

    /// <summary>Runs a statement.</summary>
    public void Execute(string statement)
    {
        using var connection = new NpgsqlConnection(Keywords);
        connection.Open();
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_server is not null)
        {
            // Interrupted, the server closes its connections and stops.
            Run("kill", "-INT", _server.Id.ToString(CultureInfo.InvariantCulture));
            _server.WaitForExit();
            _server.Dispose();
        }

        _folder.Dispose();
    }

    private static string? FindPrograms()
    {
        if (OperatingSystem.IsWindows() || (Environment.IsPrivilegedProcess && !File.Exists("/usr/bin/setpriv")))
            return null;
        const string Versions = "/usr/lib/postgresql";
        string[] versions = Directory.Exists(Versions) ? Directory.GetDirectories(Versions) : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(versions.Select(folder => Path.Combine(folder, "bin")))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Run(params string[] command)
    {
        using var process = Start(command);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}.");
    }

    private void Wait()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                Execute("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (tries < 300)
            {
                Thread.Sleep(100);
            }
        }
    }
}
