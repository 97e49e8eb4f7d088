using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetRecurrent.Benchmarks;

/// <summary>One case of a benchmark: our figure, and those of the peers in the same run.</summary>
/// <param name="Case">A name such as <c>lstm T=20 F=1 H=50</c>.</param>
/// <param name="Ours">Our figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Peers">The peers' figures, by name.</param>
/// <param name="Ratios">For each peer how many times better ours is.</param>
internal sealed record BenchmarkCase(
    string Case, double Ours, string Unit, IReadOnlyDictionary<string, double> Peers, IReadOnlyDictionary<string, double> Ratios)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Our floating-point operations as a share of the processor's peak, where that was measured.</summary>
    public double? PeakShare { get; init; }

    /// <summary>Bytes that a call of ours allocates, where that was measured.</summary>
    public double? AllocatedBytes { get; init; }

    /// <summary>What a reader should know of the peers.</summary>
    public string? Note { get; init; }

    /// <summary>A case whose figures are times: less is better.</summary>
    public static BenchmarkCase OfTimes(string name, double ours, string unit, params (string Peer, double Time)[] peers) => new(
        name, ours, unit, peers.ToDictionary(peer => peer.Peer, peer => peer.Time), peers.ToDictionary(peer => peer.Peer, peer => peer.Time / ours));

    /// <summary>A case whose figures are rates: more is better.</summary>
    public static BenchmarkCase OfRates(string name, double ours, string unit, params (string Peer, double Rate)[] peers) => new(
        name, ours, unit, peers.ToDictionary(peer => peer.Peer, peer => peer.Rate), peers.ToDictionary(peer => peer.Peer, peer => ours / peer.Rate));

    /// <summary>The case on one line.</summary>
    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Case,-28} ours {Ours,12:#,0.##} {Unit}{string.Concat(Peers.Select(peer => string.Create(CultureInfo.InvariantCulture, $"   {peer.Key} {peer.Value,12:#,0.##}   ratio {Ratios[peer.Key]:0.00}")))}{Extras()}");

    private string Extras() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(PeakShare is { } share ? $"   {100 * share:0} % of peak" : "")}{(AllocatedBytes is { } bytes ? $"   {bytes:0.##} bytes a call" : "")}{(Note is null ? "" : $"   {Note}")}");

    /// <summary>Writes cases as a JSON array.</summary>
    public static void Write(IEnumerable<BenchmarkCase> cases, string path) => File.WriteAllText(path, JsonSerializer.Serialize(cases, Json));
}
