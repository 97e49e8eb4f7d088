using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetRecurrent.Benchmarks;

/// <summary>One case of a benchmark: the result of this library ("ours") and those of its peers in the same run.</summary>
/// <param name="Case">A name such as <c>lstm T=20 F=1 H=50</c>.</param>
/// <param name="Ours">The result of this library.</param>
/// <param name="Unit">The unit of the results.</param>
/// <param name="Peers">The results of the peers, by name.</param>
/// <param name="Ratios">For each peer, the factor by which ours is better.</param>
internal sealed record BenchmarkCase(
    string Case, double Ours, string Unit, IReadOnlyDictionary<string, double> Peers, IReadOnlyDictionary<string, double> Ratios)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Our floating-point rate as a fraction of the processor's peak, if measured.</summary>
    public double? PeakShare { get; init; }

    /// <summary>Our floating-point rate in GFLOP/s, if measured.</summary>
    public double? Gigaflops { get; init; }

    /// <summary>The factor by which our processor time is lower than that of the best peer, if measured.</summary>
    public double? ProcessorRatio { get; init; }

    /// <summary>The ratio to reach, if there is one.</summary>
    public double? TargetRatio { get; init; }

    /// <summary>The bytes that one call of ours allocates, if measured.</summary>
    public double? AllocatedBytes { get; init; }

    /// <summary>A remark about the case or its peers.</summary>
    public string? Note { get; init; }

    /// <summary>The case as one line of a table with columns of its own; null for the usual line.</summary>
    [JsonIgnore]
    public string? Line { get; init; }

    /// <summary>Creates a case from times: lower is better.</summary>
    public static BenchmarkCase FromTimes(string name, double ours, string unit, params (string Peer, double Time)[] peers) => new(
        name, ours, unit, peers.ToDictionary(peer => peer.Peer, peer => peer.Time), peers.ToDictionary(peer => peer.Peer, peer => peer.Time / ours));

    /// <summary>Creates a case from rates: higher is better.</summary>
    public static BenchmarkCase FromRates(string name, double ours, string unit, params (string Peer, double Rate)[] peers) => new(
        name, ours, unit, peers.ToDictionary(peer => peer.Peer, peer => peer.Rate), peers.ToDictionary(peer => peer.Peer, peer => ours / peer.Rate));

    /// <summary>Formats the case as one line.</summary>
    public string ToLine() => Line ?? string.Create(
        CultureInfo.InvariantCulture,
        $"{Case,-28} ours {Ours,12:#,0.##} {Unit}{string.Concat(Peers.Keys.Select(FormatPeer))}{FormatExtras()}");

    private string FormatPeer(string peer) =>
        string.Create(CultureInfo.InvariantCulture, $"   {peer} {Peers[peer],12:#,0.##}   ratio {Ratios[peer]:0.00}");

    private string FormatExtras()
    {
        var target = TargetRatio is { } ratio ? FormattableString.Invariant($"   to reach {ratio:0.0}") : "";
        var processor = ProcessorRatio is { } factor ? FormattableString.Invariant($"   processor time {factor:0.00}") : "";
        var peak = PeakShare is { } share ? FormattableString.Invariant($"   {100 * share:0} % of peak") : "";
        var allocated = AllocatedBytes is { } bytes ? FormattableString.Invariant($"   {bytes:0.##} bytes per call") : "";
        return $"{target}{processor}{peak}{allocated}{(Note is null ? "" : $"   {Note}")}";
    }

    /// <summary>Writes cases as a JSON array.</summary>
    public static void Write(IEnumerable<BenchmarkCase> cases, string path) => File.WriteAllText(path, JsonSerializer.Serialize(cases, Json));
}
