using Sweep.Reports.Progress;

namespace Sweep.Reports.Tests.Progress;

public sealed class NewNoticesTests
{
    [Fact]
    public void First_list_is_all_new() => Assert.Equal(["a", "b"], new NewNotices().From(["a", "b"]));

    [Fact]
    public void Same_list_again_has_nothing_new()
    {
        var notices = new NewNotices();
        notices.From(["a", "b"]);

        Assert.Empty(notices.From(["a", "b"]));
    }

    [Fact]
    public void List_that_lost_its_oldest_gives_only_what_was_added()
    {
        var notices = new NewNotices();
        notices.From(["a", "b", "c"]);

        Assert.Equal(["d", "e"], notices.From(["c", "d", "e"]));
    }

    [Fact]
    public void Repeated_text_is_new_when_the_list_grew()
    {
        var notices = new NewNotices();
        notices.From(["a"]);

        Assert.Equal(["a"], notices.From(["a", "a"]));
    }
}
