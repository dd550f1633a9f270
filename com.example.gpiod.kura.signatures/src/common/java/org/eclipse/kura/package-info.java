@Version("1.3.0")
package org.eclipse.kura;

import org.osgi.annotation.versioning.Version;
