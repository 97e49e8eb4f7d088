using PublicHoliday;

namespace MlNetRecurrent.Training;

/// <summary>The public holidays of countries and their regions, by the codes of ISO 3166, and of two markets.</summary>
internal static class HolidayCountries
{
    private static readonly SortedDictionary<string, Func<IPublicHolidays>> Calendars = Create();

    /// <summary>The codes, in order.</summary>
    public static IReadOnlyCollection<string> Codes => Calendars.Keys;

    /// <summary>Describes a code that is unknown.</summary>
    public static string DescribeUnknown(string code)
    {
        var regions = Codes.Where(known => known.StartsWith($"{code.Split('-')[0]}-", StringComparison.OrdinalIgnoreCase)).ToList();
        return code.Contains('-', StringComparison.Ordinal) && regions.Count > 0
            ? $"'{code}' is no region with holidays of its own; those of the country are {string.Join(", ", regions)}"
            : $"'{code}' is no country whose holidays are known; the codes are "
                + $"{string.Join(", ", Codes.Where(known => !known.Contains('-', StringComparison.Ordinal)))}, and those of regions such as DE-BY";
    }

    /// <summary>Whether a code is known.</summary>
    public static bool IsKnown(string code) => Calendars.ContainsKey(code);

    /// <summary>Returns the holidays of a range of years, in order, and the years that are known: some calendars do not reach as far.</summary>
    /// <param name="code">A known code.</param>
    /// <param name="first">The first year.</param>
    /// <param name="last">The last year.</param>
    public static (IReadOnlyList<DateOnly> Dates, int First, int Last) GetDates(string code, int first, int last)
    {
        var calendar = Calendars[code]();
        var years = Enumerable.Range(first, last - first + 1)
            .Select(year => (Year: year, Days: Find(calendar, year)))
            .SkipWhile(year => year.Days is null)
            .TakeWhile(year => year.Days is not null)
            .ToList();
        return years.Count == 0
            ? ([], first, first)
            : ([.. years.SelectMany(year => year.Days!).Distinct().Order()], years[0].Year, years[^1].Year);
    }

    private static DateOnly[]? Find(IPublicHolidays calendar, int year) =>
        // Two holidays on one day are an error in the dates of some regions, but not in their descriptions.
        TryFind(() => calendar.PublicHolidays(year))
        ?? TryFind(() => calendar.PublicHolidaysInformation(year).Select(holiday => holiday.HolidayDate));

    private static DateOnly[]? TryFind(Func<IEnumerable<DateTime>> find)
    {
        try
        {
            return [.. find().Select(DateOnly.FromDateTime)];
        }
        catch (ArgumentException)
        {
            // Also beyond the end of a moon calendar.
            return null;
        }
    }

    private static SortedDictionary<string, Func<IPublicHolidays>> Create()
    {
        var calendars = new SortedDictionary<string, Func<IPublicHolidays>>(StringComparer.OrdinalIgnoreCase)
        {
            ["AT"] = () => new AustriaPublicHoliday(),
            ["AU"] = () => new AustraliaPublicHoliday(),
            ["BE"] = () => new BelgiumPublicHoliday(),
            ["BR"] = () => new BrazilPublicHoliday(),
            ["CA"] = () => new CanadaPublicHoliday(),
            ["CH"] = () => new SwitzerlandPublicHoliday(),
            ["CZ"] = () => new CzechRepublicPublicHoliday(),
            ["DE"] = () => new GermanPublicHoliday(),
            ["DK"] = () => new DenmarkPublicHoliday(),
            ["ECB"] = () => new EcbTargetClosingDay(),
            ["EE"] = () => new EstoniaPublicHoliday(),
            ["ES"] = () => new SpainPublicHoliday(),
            ["FI"] = () => new FinlandPublicHoliday(),
            ["FR"] = () => new FrancePublicHoliday(),
            ["GB"] = () => new UKBankHoliday(),
            ["GR"] = () => new GreecePublicHoliday(),
            ["HR"] = () => new CroatiaPublicHoliday(),
            ["HU"] = () => new HungaryPublicHoliday(),
            ["IE"] = () => new IrelandPublicHoliday(),
            ["IT"] = () => new ItalyPublicHoliday(),
            ["JP"] = () => new JapanPublicHoliday(),
            ["KZ"] = () => new KazakhstanPublicHoliday(),
            ["LT"] = () => new LithuaniaPublicHoliday(),
            ["LU"] = () => new LuxembourgPublicHoliday(),
            ["LV"] = () => new LatviaPublicHoliday(),
            ["ME"] = () => new MontenegroPublicHoliday(),
            ["MX"] = () => new MexicoPublicHoliday(),
            ["NL"] = () => new DutchPublicHoliday(),
            ["NO"] = () => new NorwayPublicHoliday(),
            ["NYSE"] = () => new USANewYorkStockExchangeHoliday(),
            ["NZ"] = () => new NewZealandPublicHoliday(),
            ["PL"] = () => new PolandPublicHoliday(),
            ["PT"] = () => new PortugalPublicHoliday { Region = PortugalPublicHoliday.Regions.OnlyOfficial },
            ["RO"] = () => new RomanianPublicHoliday(),
            ["RS"] = () => new SerbianPublicHoliday(),
            ["SE"] = () => new SwedenPublicHoliday(),
            ["SI"] = () => new SloveniaPublicHoliday(),
            ["SK"] = () => new SlovakiaPublicHoliday(),
            ["TR"] = () => new TurkeyPublicHoliday(),
            ["US"] = () => new USAPublicHoliday(),
            ["ZA"] = () => new SouthAfricaPublicHoliday(),
        };
        foreach (var state in Enum.GetValues<GermanPublicHoliday.States>().Where(state => state != GermanPublicHoliday.States.ALL))
            calendars[$"DE-{state}"] = () => new GermanPublicHoliday { State = state };
        foreach (var state in Enum.GetValues<AustraliaPublicHoliday.States>().Where(state => state != AustraliaPublicHoliday.States.All))
            calendars[$"AU-{state}"] = () => new AustraliaPublicHoliday { State = state };
        foreach (var canton in Enum.GetValues<SwitzerlandPublicHoliday.Cantons>())
        {
            if (canton is not (SwitzerlandPublicHoliday.Cantons.OnlyOfficial or SwitzerlandPublicHoliday.Cantons.ALL))
                calendars[$"CH-{canton}"] = () => new SwitzerlandPublicHoliday { Canton = canton };
        }

        foreach (var province in new[] { "AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT" })
            calendars[$"CA-{province}"] = () => new CanadaPublicHoliday(province);
        calendars["GB-ENG"] = () => new UKBankHoliday { UkCountry = UKBankHoliday.UkCountries.England };
        calendars["GB-WLS"] = () => new UKBankHoliday { UkCountry = UKBankHoliday.UkCountries.Wales };
        calendars["GB-SCT"] = () => new UKBankHoliday { UkCountry = UKBankHoliday.UkCountries.Scotland };
        calendars["GB-NIR"] = () => new UKBankHoliday { UkCountry = UKBankHoliday.UkCountries.NorthernIreland };
        return calendars;
    }
}
