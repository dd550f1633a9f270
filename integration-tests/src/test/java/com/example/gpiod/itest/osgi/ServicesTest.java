package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipClosedException;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;

import java.util.List;

/** The services of what is present: a door for each bundle, a chip for each holder. */
public class ServicesTest extends OsgiTest {
    @Test
    public void eachPresentChipIsAService() {
        BoardChip left = board().plug(ChipPlan.of("left", 4));
        BoardChip right = board().plug(ChipPlan.of("right", 8));
        assertDescribes(reference("(gpiod.chip.label=left)"), left, "left", 4);
        ServiceReference<Chip> reference = reference("(gpiod.chip.label=right)");
        assertDescribes(reference, right, "right", 8);

        left.unplug();
        Await.until("left goes", () -> !isPresent(Chip.class, "(gpiod.chip.label=left)"));
        assertTrue(isPresent(Chip.class, "(gpiod.chip.label=right)"));

        BoardChip again = board().plug(ChipPlan.of("left", 4));
        assertDescribes(reference("(gpiod.chip.label=left)"), again, "left", 4);
        assertEquals(
                reference, reference("(gpiod.chip.label=right)"), "right was there all the time");
    }

    private static void assertDescribes(
            ServiceReference<Chip> reference, BoardChip chip, String label, int lines) {
        assertEquals(chip.name(), reference.getProperty(Lines.CHIP_NAME));
        assertEquals(label, reference.getProperty(Lines.CHIP_LABEL));
        assertEquals(chip.path(), reference.getProperty(Chip.CHIP_PATH));
        assertNotEquals("", reference.getProperty(Chip.CHIP_DEVICE));
        assertEquals(lines, reference.getProperty(Chip.CHIP_NUM_LINES));
        assertEquals(Constants.SCOPE_PROTOTYPE, reference.getProperty(Constants.SERVICE_SCOPE));
    }

    @Test
    public void eachHolderHasAChipOfItsOwn() throws Exception {
        board().plug(ChipPlan.of("shared", 4));
        ServiceObjects<Chip> chips =
                context().getServiceObjects(reference("(gpiod.chip.label=shared)"));
        Chip mine = chips.getService();
        Chip yours = chips.getService();
        assertNotSame(mine, yours);
        assertEquals(mine.info(), yours.info());

        mine.close();
        assertThrows(ChipClosedException.class, () -> mine.lineInfo(0));
        assertFalse(yours.lineInfo(0).used());

        chips.ungetService(yours);
        assertThrows(ChipClosedException.class, () -> yours.lineInfo(0));
        assertDoesNotThrow(() -> chips.ungetService(mine));
    }

    @Test
    public void whatAStoppedBundleForgotIsReleased() throws Exception {
        BoardChip chip = board().plug(ChipPlan.of("house", 4));
        Gpiod mine = service(Gpiod.class);
        try (UserBundle user = UserBundle.empty(context(), "forgetful");
                Chip watching = mine.openChip(chip.path())) {
            Gpiod door = user.context().getService(user.context().getServiceReference(Gpiod.class));
            assertNotSame(mine, door);
            Chip forgotten = door.openChip("house");
            LineRequest lamp = forgotten.request(RequestConfig.builder()
                    .line(1, LineSettings.builder().build())
                    .build());
            assertEquals("forgetful", watching.lineInfo(1).consumer());

            user.stop();
            assertFalse(watching.lineInfo(1).used());
            assertFalse(lamp.isHeld());
            assertThrows(ChipClosedException.class, () -> forgotten.lineInfo(1));
            List<String> told = log().linesWith("forgetful did not close ");
            assertEquals(1, told.size(), log()::toString);
        }
    }

    @Test
    public void whatAStoppedBundleRequestedOnAChipServiceIsReleased() throws Exception {
        BoardChip chip = board().plug(ChipPlan.of("house", 4));
        ServiceReference<Chip> reference = reference("(gpiod.chip.name=" + chip.name() + ")");
        try (UserBundle user = UserBundle.empty(context(), "forgetful");
                Chip watching = service(Gpiod.class).openChip(chip.path())) {
            Chip house = user.context().getServiceObjects(reference).getService();
            LineRequest button = house.request(RequestConfig.builder()
                    .line(1, LineSettings.input().edge(Edge.BOTH).build())
                    .build());
            // Somebody who listens keeps it from being garbage.
            button.subscribe(edge -> {});

            user.stop();
            assertFalse(watching.lineInfo(1).used());
            assertFalse(button.isHeld());
        }
    }

    private ServiceReference<Chip> reference(String filter) {
        return reference(Chip.class, filter);
    }
}
