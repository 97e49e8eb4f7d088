namespace MlNetRecurrent.Training;

/// <summary>
/// Chooses whole groups of sequences to hold out, so that the share of held-out sequences (of each class, if there are any) is close to a fraction.
/// </summary>
internal sealed class GroupSplit
{
    private readonly double _fraction;
    private readonly List<Group> _groups;
    private readonly double[] _totals;
    private readonly double[] _heldOut;
    private readonly int[] _remaining;

    /// <param name="groups">The group of each sequence.</param>
    /// <param name="classes">The class of each sequence, 0 to classes - 1; all 0 to ignore classes.</param>
    /// <param name="fraction">The fraction of the sequences to hold out, 0 to less than 1.</param>
    public GroupSplit(IReadOnlyList<int> groups, IReadOnlyList<int> classes, double fraction)
    {
        _fraction = fraction;
        var count = classes.DefaultIfEmpty(-1).Max() + 1;
        (_totals, _heldOut, _remaining) = (new double[count], new double[count], new int[count]);
        var byName = new Dictionary<int, Group>();
        foreach (var (name, one) in groups.Zip(classes))
        {
            if (!byName.TryGetValue(name, out var group))
                byName[name] = group = new Group(name, byName.Count, []);
            group.Counts[one] = group.Counts.GetValueOrDefault(one) + 1;
            _totals[one]++;
        }

        foreach (var one in byName.Values.SelectMany(group => group.Counts.Keys))
            _remaining[one]++;
        // Large groups first, so that small ones can fill what remains; of equal ones the last, as for sequences without groups.
        _groups = [.. byName.Values.OrderByDescending(group => group.Counts.Values.Sum()).ThenByDescending(group => group.Order)];
    }

    /// <summary>Returns the groups to hold out. None is held out if there is only one.</summary>
    public IReadOnlySet<int> Select()
    {
        var selected = new HashSet<int>();
        if (_fraction == 0)
            return selected;
        foreach (var group in _groups.Where(group => CanHoldOut(group) && GetChange(group) < 0))
            Take(group);
        // At least one of each class that can be on both sides.
        for (var one = 0; one < _heldOut.Length; one++)
        {
            var candidates = _groups.Where(group => group.Counts.ContainsKey(one) && !selected.Contains(group.Name) && CanHoldOut(group));
            if (_heldOut[one] == 0 && candidates.MinBy(GetChange) is { } best)
                Take(best);
        }

        return selected;

        void Take(Group group)
        {
            selected.Add(group.Name);
            foreach (var (one, count) in group.Counts)
            {
                _heldOut[one] += count;
                _remaining[one]--;
            }
        }
    }

    // Every class stays in the training rows.
    private bool CanHoldOut(Group group) => group.Counts.Keys.All(one => _remaining[one] > 1);

    // The change of the sum over classes of the squared deviation from the fraction.
    private double GetChange(Group group) => group.Counts.Sum(entry =>
    {
        var (before, after) = (_heldOut[entry.Key] / _totals[entry.Key], (_heldOut[entry.Key] + entry.Value) / _totals[entry.Key]);
        return ((after - _fraction) * (after - _fraction)) - ((before - _fraction) * (before - _fraction));
    });

    private sealed record Group(int Name, int Order, Dictionary<int, int> Counts);
}
