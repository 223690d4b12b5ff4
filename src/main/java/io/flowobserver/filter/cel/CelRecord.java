// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.StructValue;
import io.flowobserver.flow.row.FlowView;
import java.util.Map;
import java.util.Optional;

/**
 * A row, or one message in it, from which CEL selects fields. It is never a result and never compared. It is valid
 * during one evaluation.
 */
final class CelRecord extends StructValue<String, Object> {
    @SuppressWarnings("Immutable") // the view does not change during an evaluation
    private final FlowView flow;

    @SuppressWarnings("Immutable") // the map is never changed
    private final Map<String, CelField> fields;

    CelRecord(FlowView flow, Map<String, CelField> fields) {
        this.flow = flow;
        this.fields = fields;
    }

    @Override
    public Object select(String name) {
        return field(name).value().apply(flow);
    }

    @Override
    public Optional<Object> find(String name) {
        CelField field = field(name);
        return field.present().test(flow) ? Optional.of(field.value().apply(flow)) : Optional.empty();
    }

    @Override
    public Object value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return false;
    }

    @Override
    public CelType celType() {
        return SimpleType.DYN;
    }

    private CelField field(String name) {
        CelField field = fields.get(name);
        if (field == null) {
            throw new IllegalStateException("field=" + name);
        }
        return field;
    }
}
