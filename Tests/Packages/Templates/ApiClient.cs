using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace MlNetRecurrent.Packages;

/// <summary>A client of the web API that the template creates.</summary>
/// <param name="address">The address of the API.</param>
internal sealed class ApiClient(Uri address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _client = new() { BaseAddress = address };

    /// <summary>Returns the body of an endpoint; the case fails unless its status is 200.</summary>
    public async Task<string> GetAsync(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        Expect.That(response.StatusCode == HttpStatusCode.OK, $"{path} returns {response.StatusCode}: {body}");
        return body;
    }

    /// <summary>Waits until the body of an endpoint is as expected.</summary>
    public async Task WaitAsync(string path, Func<string, bool> isExpected)
    {
        using var timer = new PeriodicTimer(Poll);
        var start = Stopwatch.GetTimestamp();
        for (var body = await GetAsync(path); !isExpected(body); body = await GetAsync(path))
        {
            Expect.That(Stopwatch.GetElapsedTime(start) < Patience, $"{path} still returns: {body}");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Scores a sequence.</summary>
    /// <returns>The first output.</returns>
    public async Task<double> ScoreAsync(float[][] sequence)
    {
        using var response = await PostAsync(new { sequence });
        var body = await response.Content.ReadAsStringAsync();
        Expect.That(response.StatusCode == HttpStatusCode.OK, $"/score returns {response.StatusCode}: {body}");
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("output")[0].GetDouble();
    }

    /// <summary>Fails the case unless a request is refused with a message.</summary>
    public async Task ExpectRefusalAsync(object request, string message)
    {
        using var response = await PostAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Expect.That(
            response.StatusCode == HttpStatusCode.BadRequest && body.Contains(message, StringComparison.Ordinal),
            $"/score returns {response.StatusCode} instead of the message '{message}': {body}");
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private Task<HttpResponseMessage> PostAsync(object request) => _client.PostAsJsonAsync(new Uri("/score", UriKind.Relative), request);
}
